/**
 * @file
 * @brief Which symbols leave the shared library.
 */
#ifndef DESCENT_EXPORT_H
#define DESCENT_EXPORT_H

/** Marks a function or object that programs outside the library may use. */
#if defined(__GNUC__)
#define DESCENT_API __attribute__((visibility("default")))
#else
#define DESCENT_API
#endif

#endif
