/*
 * A kernel that is marked so is compiled for several vector widths, and the widest that the processor has is taken at load
 * time. By feature, not by `arch=`: an unknown processor would silently get the default. Also static ones need a name of
 * their own among all files: clang (14) makes the function that chooses global.
 */
#ifndef DESCENT_LIB_BASE_CLONES_H
#define DESCENT_LIB_BASE_CLONES_H

#if defined(DESCENT__ONE_WIDTH) /* -DDESCENT__ONE_WIDTH= takes the compiler's own, for builds that compare widths */
#define DESCENT__CLONES DESCENT__ONE_WIDTH
#elif defined(DESCENT_HAVE_TARGET_CLONES)
#define DESCENT__CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define DESCENT__CLONES
#endif

#endif
