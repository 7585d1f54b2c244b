/* Sentences are wrapped into lines, with words kept whole. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "diagnosis/explain/words.h"

enum {
    most_columns = 79
};

/* What was said, as it is printed; the caller's to free. */
static char *lines(void (*say)(descent__words *words))
{
    char *text = NULL;
    size_t size = 0;
    descent__words words = {.stream = open_memstream(&text, &size)};
    ck_assert_ptr_nonnull(words.stream);
    say(&words);
    descent__words_end(&words);
    ck_assert_int_eq(fclose(words.stream), 0);
    return text;
}

static void say_many_words(descent__words *words)
{
    descent__words_heading(words, "Seen:");
    for (int k = 0; k < 60; k++)
        descent__words_say(words, "word%d η", k); /* η is two bytes, and one column */
    descent__words_say(words, ".");
}

START_TEST(lines_are_full_and_not_too_long)
{
    char *text = lines(say_many_words);
    size_t count = 0;
    size_t before = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), count++) {
        size_t columns = 0;
        for (const char *c = line; *c; c++)
            columns += ((unsigned char)*c & 0xc0) != 0x80;
        /* A full stop belongs to the word before it, also at the end of a full line. */
        ck_assert_uint_le(columns, most_columns + 1);
        ck_assert_int_eq(strncmp(line, count == 0 ? "Seen:  word0" : "       ", count == 0 ? 12 : 7), 0);
        ck_assert_msg(line[7] != ' ', "%s", line);
        if (count > 0)
            ck_assert_uint_gt(before + 1 + strlen("word10"), most_columns); /* no word would have gone there */
        before = columns;
    }
    ck_assert_uint_gt(count, 5);
    free(text);
}
END_TEST

/* Seventy columns leave room for "(1.5,", but not for the whole point. */
static void say_a_point_at_the_end_of_a_line(descent__words *words)
{
    char seventy[71];
    memset(seventy, 'w', 70);
    seventy[70] = '\0';
    descent__words_say(words, "%s (1.5, 2.5), and on.", seventy);
}

START_TEST(a_short_point_stays_on_one_line)
{
    char *text = lines(say_a_point_at_the_end_of_a_line);
    ck_assert_str_eq(strchr(text, '\n'), "\n(1.5, 2.5), and on.\n");
    free(text);
}
END_TEST

static void say_in_pieces(descent__words *words)
{
    descent__words_say(words, "One");
    descent__words_say(words, ", two");
    descent__words_say(words, ": three");
    descent__words_say(words, "; four");
    descent__words_say(words, ".");
}

START_TEST(punctuation_joins_the_word_before)
{
    char *text = lines(say_in_pieces);
    ck_assert_str_eq(text, "One, two: three; four.\n");
    free(text);
}
END_TEST

static void say_a_list(descent__words *words)
{
    descent__words_heading(words, "Why:");
    descent__words_say(words, "Two:");
    descent__words_item(words);
    descent__words_say(words, "one;");
    descent__words_item(words);
    descent__words_say(words, "two.");
    descent__words_list_end(words);
}

static void say_a_list_and_on(descent__words *words)
{
    say_a_list(words);
    descent__words_say(words, "And on.");
}

/* Each item has its line, and so has what comes behind; where nothing does, there is no empty line. */
START_TEST(items_stand_on_lines_of_their_own)
{
    char *text = lines(say_a_list);
    ck_assert_str_eq(text, "Why:   Two:\n         one;\n         two.\n");
    free(text);
    text = lines(say_a_list_and_on);
    ck_assert_str_eq(text, "Why:   Two:\n         one;\n         two.\n       And on.\n");
    free(text);
}
END_TEST

/* A word of so many letters. */
static const char *letters(size_t count)
{
    static char word[128];
    memset(word, 'w', count);
    word[count] = '\0';
    return word;
}

static void say_77(descent__words *words)
{
    descent__words_say(words, "%s x", letters(77));
}

static void say_78(descent__words *words)
{
    descent__words_say(words, "%s x", letters(78));
}

static void say_77_and_stop(descent__words *words)
{
    descent__words_say(words, "%s.", letters(77));
    descent__words_say(words, "x");
}

static void say_76_and_stop(descent__words *words)
{
    descent__words_say(words, "%s", letters(76));
    descent__words_say(words, ".");
    descent__words_say(words, "x");
}

static void say_77_and_apart(descent__words *words)
{
    descent__words_say(words, "%s", letters(77));
    descent__words_say(words, ".");
    descent__words_say(words, "x");
}

static void say_72_under_a_heading(descent__words *words)
{
    descent__words_heading(words, "Seen:");
    descent__words_say(words, "%s η", letters(70));
    descent__words_heading(words, "Why:");
    descent__words_say(words, "%s x", letters(71));
    descent__words_end(words);
    descent__words_say(words, "%s x", letters(78));
}

static void say_long_items(descent__words *words)
{
    descent__words_heading(words, "Why:");
    descent__words_item(words);
    descent__words_say(words, "%s x", letters(68));
    descent__words_item(words);
    descent__words_say(words, "%s x", letters(69));
    descent__words_list_end(words);
    descent__words_say(words, "%s x", letters(71));
    descent__words_item(words);
    descent__words_list_end(words);
    descent__words_end(words);
    descent__words_say(words, "And on.");
}

static void say_nothing(descent__words *words)
{
    descent__words_say(words, "%s", "");
}

static void say_one_letter(descent__words *words)
{
    descent__words_say(words, "x");
}

static void say_with_spaces(descent__words *words)
{
    descent__words_say(words, " One  ");
    descent__words_say(words, "two\x1fthree ");
    descent__words_say(words, "%s", letters(70));
}

static void say_words_in_parentheses(descent__words *words)
{
    descent__words_say(words, "%s (and so on)", letters(70));
}

/* "(1, 2…2)" of 38 characters and of 39, with what follows. */
static void say_a_point_of_38(descent__words *words)
{
    descent__words_say(words, "%s (1, 22222222222222222222222222222222), x", letters(70));
}

static void say_a_point_of_half_a_line(descent__words *words)
{
    descent__words_say(words, "%s (1, 222222222222222222222222222222222), x", letters(70));
}

static void say_a_point_that_does_not_end(descent__words *words)
{
    descent__words_say(words, "%s (1, 2, x", letters(71));
}

/* Lines of 79 columns, of which the space and the word are part; behind the stop there may be no more. */
START_TEST(lines_break_where_no_word_fits)
{
#define SEVENTY "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"
    static const struct {
        void (*say)(descent__words *words);
        const char *told;
    } cases[] = {
        {say_77, SEVENTY "wwwwwww x\n"},
        {say_78, SEVENTY "wwwwwwww\nx\n"},
        {say_77_and_stop, SEVENTY "wwwwwww.\nx\n"},
        {say_77_and_apart, SEVENTY "wwwwwww.\nx\n"},
        {say_76_and_stop, SEVENTY "wwwwww. x\n"},
        {say_72_under_a_heading, "Seen:  " SEVENTY " η\nWhy:   " SEVENTY "w\n       x\n" SEVENTY "wwwwwwww\nx\n"},
        {say_long_items,
         "Why:   \n         wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww x\n         "
         "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww\n           x\n       " SEVENTY
         "w\n       x\n         \nAnd on.\n"},
        {say_nothing, ""},
        {say_one_letter, "x\n"},
        {say_with_spaces, "One two three\n" SEVENTY "\n"},
        {say_words_in_parentheses, SEVENTY " (and so\non)\n"},
        {say_a_point_of_38, SEVENTY "\n(1, 22222222222222222222222222222222), x\n"},
        {say_a_point_of_half_a_line, SEVENTY " (1,\n222222222222222222222222222222222), x\n"},
        {say_a_point_that_does_not_end, SEVENTY "w (1, 2,\nx\n"},
    };
#undef SEVENTY
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char *text = lines(cases[k].say);
        ck_assert_str_eq(text, cases[k].told);
        free(text);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        lines_are_full_and_not_too_long,   a_short_point_stays_on_one_line, punctuation_joins_the_word_before,
        items_stand_on_lines_of_their_own, lines_break_where_no_word_fits,
    };
    return descent_test_main(descent_test_suite("inside_lines", tests, sizeof tests / sizeof tests[0]));
}
