/**
 * @file
 * @brief Which symbols leave the shared library.
 */
#ifndef DESCENT_EXPORT_H
#define DESCENT_EXPORT_H

/**
 * Marks a function or object that programs outside the library may use. On Windows a program that links the static library defines
 * `DESCENT_STATIC`.
 */
#if defined(_WIN32) && defined(DESCENT__BUILDING)
#define DESCENT_API __declspec(dllexport)
#elif defined(_WIN32) && !defined(DESCENT_STATIC)
#define DESCENT_API __declspec(dllimport)
#elif defined(__GNUC__)
#define DESCENT_API __attribute__((visibility("default")))
#else
#define DESCENT_API
#endif

/** Lets the compiler check the arguments of a function that takes a format as printf() does. */
#if defined(__GNUC__)
#define DESCENT_PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))
#else
#define DESCENT_PRINTF(text, first)
#endif

#endif
