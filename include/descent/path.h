/**
 * @file
 * @brief The path of a run: recorded points with their loss, gradient norm and step length, in memory and in files.
 */
#ifndef DESCENT_PATH_H
#define DESCENT_PATH_H

#include <stddef.h>
#include <stdint.h>

#include <descent/export.h>
#include <descent/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @brief The recorded points of one run. Opaque. */
typedef struct descent_path descent_path;

/**
 * @brief The one list of columns: name, bit, word. Bits are pinned; new ones are appended.
 *
 * Expanding it with a macro of three arguments gives whatever table a program needs.
 */
#define DESCENT_PATH_COLUMN_LIST(COLUMN)                                                                               \
    COLUMN(DESCENT_PATH_POINT, 1, "point")                                                                             \
    COLUMN(DESCENT_PATH_LOSS, 2, "loss")                                                                               \
    COLUMN(DESCENT_PATH_GRADIENT_NORM, 4, "gradient norm")                                                             \
    COLUMN(DESCENT_PATH_STEP_LENGTH, 8, "step length")                                                                 \
    COLUMN(DESCENT_PATH_GRADIENT, 16, "gradient")                                                                      \
    COLUMN(DESCENT_PATH_RULE_CHANGES, 32, "rule changes")

/**
 * @brief What a path keeps of each point; the values combine with `|`. The step number is always kept.
 *
 * | column | bit | meaning |
 * |---|---|---|
 * | `DESCENT_PATH_POINT` | 1 | the point x, n numbers |
 * | `DESCENT_PATH_LOSS` | 2 | L(x); NaN where unknown |
 * | `DESCENT_PATH_GRADIENT_NORM` | 4 | ‖∇L(x)‖₂; NaN where unknown |
 * | `DESCENT_PATH_STEP_LENGTH` | 8 | ‖x_k − x_{k−1}‖₂ of the step that led here, recorded or not; 0 at the first |
 * | `DESCENT_PATH_GRADIENT` | 16 | the gradient ∇L(x) itself, n numbers; doubles the memory |
 * | `DESCENT_PATH_RULE_CHANGES` | 32 | how often the rule had been changed before the step that led here; a path whose engine changes its rule in mid-run keeps it from then on, wanted or not |
 */
typedef enum descent_path_column {
#define DESCENT_PATH_COLUMN_ENUMERATOR(name, number, word) name = number,
    DESCENT_PATH_COLUMN_LIST(DESCENT_PATH_COLUMN_ENUMERATOR)
#undef DESCENT_PATH_COLUMN_ENUMERATOR
} descent_path_column;

/**
 * @brief What to keep, and how much of it. All zero is the default.
 *
 * Whatever is left out, the newest point is always the last row, and each row knows its step number. Strides count
 * from the first row, which always stays (but for `last`); a newest point that is not on the stride gives way to the next.
 * `stride`, `last` and `byte_limit` exclude each other, except that `stride` may go with `byte_limit`.
 */
typedef struct descent_path_options {
    /** @name What is kept of a point */
    /** @{ */
    unsigned columns; /**< Or-ed descent_path_column; 0, the default: point, loss, gradient norm and step length. */
    /** @} */

    /** @name Which points are kept */
    /** @{ */
    uint64_t stride;   /**< Keep every stride-th step; 0, the default, is 1: every one. */
    size_t last;       /**< Keep only the last this many rows; 0, the default: no such limit. The rows slide along a
                            buffer of up to twice as many, so that they stay contiguous. */
    size_t byte_limit; /**< Keep the rows within this many bytes, by doubling the stride and dropping every second
                            row whenever they are full; 0, the default: no limit. At least 4 rows must fit.
                            A row takes 8 bytes for its step and 8 for each number that is kept. */
    /** @} */

    /** @name Memory and names */
    /** @{ */
    size_t reserve; /**< Number of rows to allocate at once; 0, the default: grow as needed. A hint, never a limit. */
    const char *const
        *variable_names; /**< n names, as in descent_problem; copied. NULL, the default: the problem's for the
                                            path of an engine, else none. */
    /** @} */

    void *reserved[6]; /**< For later; must be NULL. */
} descent_path_options;

/**
 * @brief Makes an empty path.
 * @param[out] path Receives the path, the caller's to free with descent_path_free(); NULL on failure.
 * @param dimension Number of variables n ≥ 1.
 * @param options What to keep, or NULL for the defaults; copied.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL `path`, dimension 0, options that contradict each other, a name that
 * cannot be written, or sizes whose product overflows.
 * @retval DESCENT_ENOMEM
 */
DESCENT_API descent_status descent_path_new(descent_path **path, size_t dimension, const descent_path_options *options);

/**
 * @brief Frees a path. From inside its diagnosis it takes effect when that is over; an engine's own path goes with the engine.
 * @param path The path; NULL is fine.
 */
DESCENT_API void descent_path_free(descent_path *path);

/**
 * @brief Forgets all rows and keeps options and memory.
 * @param path The path; NULL does nothing.
 */
DESCENT_API void descent_path_clear(descent_path *path);

/**
 * @brief Appends the next point of a run by hand: from a loop of one's own or any other optimiser.
 *
 * The first point appended is step 0; to a path that was read from a file, the step after its last. Nothing needs to be
 * finite: what is appended is what is kept.
 * @param path The path.
 * @param x The point, n numbers; copied.
 * @param loss L(x), or NaN if it is not known.
 * @param gradient ∇L(x), n numbers, or NULL if it is not known.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL Called from inside the path's own diagnosis; NULL `path` or `x`; `x` or `gradient` inside the path's own rows, which may move; a path that
 * was read from a file and does not know its dimension, or ends with step 2⁶⁴ − 1.
 * @retval DESCENT_ENOMEM The path is as it was; the same point can be appended again.
 */
DESCENT_API descent_status descent_path_append(descent_path *path, const double *x, double loss,
                                               const double *gradient);

/**
 * @brief What a path holds, as descent_path_view() shows it.
 *
 * The arrays have one entry for each row, belong to the path, and are valid until it is next appended to, cleared or
 * freed. They are NULL where the path does not keep that column, and all of them if it is empty.
 */
typedef struct descent_path_data {
    /** @name Sizes */
    /** @{ */
    size_t
        dimension; /**< Number of variables n; 0 for a path read from a file that has neither points nor gradients, so
                            that it does not tell. */
    size_t count;  /**< Number of rows kept. */
    uint64_t
        appended;     /**< Number of points that were ever appended, kept or not; for a path read from a file, the steps
                            from its first row to its last, plus one. */
    unsigned columns; /**< Which columns are kept: or-ed descent_path_column. */
    uint64_t stride;  /**< Distance in steps between neighbouring rows, which thinning doubles; the last row may follow
                            sooner. For rows read from a file that are spaced unevenly, the largest distance. */
    size_t bytes;     /**< Bytes that the rows now allocated take. */
    /** @} */

    /** @name Columns */
    /** @{ */
    const uint64_t *steps;        /**< The step number of each row, rising. */
    const double *points;         /**< The points, row-major: `points[row * dimension + i]`. */
    const double *losses;         /**< The losses; NaN where unknown. */
    const double *gradient_norms; /**< The gradient norms ‖∇L(x)‖₂; NaN where unknown. */
    const double *step_lengths;   /**< The step lengths ‖x_k − x_{k−1}‖₂. */
    const double *gradients;      /**< The gradients, row-major like the points; NaN where unknown. */
    /** @} */

    /** @name Names, and changes of the rule */
    /** @{ */
    const char *const
        *variable_names;        /**< The names of the n variables, the path's until it is freed; NULL if it has none. */
    const double *rule_changes; /**< How often the rule had been changed before the step that led to each row. */
    /** @} */

    void *reserved[3]; /**< For later; NULL. */
} descent_path_data;

/**
 * @brief What the path holds now: sizes and contiguous columns. Costs next to nothing; nothing is copied.
 * @param path The path.
 * @return Its data, which are not updated when the path changes: ask again. All zero and NULL for NULL.
 */
DESCENT_API descent_path_data descent_path_view(const descent_path *path);

/**
 * @brief Writes the path as text: a header line, then one line a row with 17 significant digits, which reads back
 * bit for bit.
 *
 * Columns: `step`, the n variables, `loss`, `gradient_norm`, `step_length`, `gradient_…` with the name of each variable, and
 * `rule_changes`, as far as kept. A variable's column has its name, or is `x1`, `x2`, … where the path has none. Decimal point whatever the
 * locale; `nan`, `inf`, `-inf`. The file is written beside its final name and appears under it only
 * when it is complete and on the disk; an existing file keeps its owner, group and permissions (or is refused), and a link stays a link; other hard links to it keep what it held. What is no
 * regular file (a pipe, a device, `/dev/stdout`) is written straight into.
 * @param path The path.
 * @param file_name Where to; an existing file is replaced.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument.
 * @retval DESCENT_ENOMEM
 * @retval DESCENT_EIO Could not be written; the detail has the system's reason, and a file that stood there is untouched.
 */
DESCENT_API descent_status descent_path_write_csv(const descent_path *path, const char *file_name);

/**
 * @brief Writes the path as a NumPy `.npy` file (format 1.0 or 2.0): one structured array, one record a row.
 *
 * Fields `step` (`<u8`), `x` (`<f8`, n), `loss`, `gradient_norm`, `step_length` (`<f8`), `gradient` (`<f8`, n) and
 * `rule_changes` (`<f8`), as far as kept: `numpy.load(f)["x"]` is the matrix of points.
 * @param path The path.
 * @param file_name Where to; an existing file is replaced.
 * @return As descent_path_write_csv().
 */
DESCENT_API descent_status descent_path_write_npy(const descent_path *path, const char *file_name);

/**
 * @brief Reads a path from text that descent_path_write_csv() wrote, or that has the same columns in the same order.
 *
 * Every column between `step` and `loss` (or what comes next) is a variable of that name; `x1` to `xn` (or `x0` to
 * `x<n−1>`, and `g0` to `g<n−1>` for the gradient, as they were written before variables had names) are variables without
 * names. A name may stand in quotation marks. Every line, the last one too, must have its end: otherwise the text could be cut off in the middle of a number. Line
 * ends of either kind, blanks around numbers and a byte order mark of UTF-8 are accepted. The path keeps every row; points
 * can be appended to it, and are kept at the stride of its rows (every one if those are spaced unevenly).
 * @param[out] path Receives the path, the caller's to free; NULL on failure.
 * @param file_name The file.
 * @retval DESCENT_SUCCESS
 * @retval DESCENT_EINVAL NULL argument.
 * @retval DESCENT_ENOMEM
 * @retval DESCENT_EIO Could not be read; the detail has the system's reason.
 * @retval DESCENT_EFORMAT The content is broken; the detail names the line and what was wrong.
 */
DESCENT_API descent_status descent_path_read_csv(descent_path **path, const char *file_name);

/**
 * @brief Reads a path from a `.npy` file that descent_path_write_npy() wrote, or from any two-dimensional C-ordered
 * `<f8` array, whose rows are then the points of steps 0, 1, 2, …, and the only column.
 *
 * Versions 1.0, 2.0 and 3.0 of the format, little-endian; the fields may come in any order. Never more memory is taken
 * than the size of the file justifies, whatever its header promises.
 * @param[out] path Receives the path, the caller's to free; NULL on failure.
 * @param file_name The file.
 * @return As descent_path_read_csv(); the detail names the part of the header that was wrong.
 */
DESCENT_API descent_status descent_path_read_npy(descent_path **path, const char *file_name);

#ifdef __cplusplus
}
#endif

#endif
