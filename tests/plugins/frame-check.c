/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* frame-check.c - tests where a checksum stands in a frame, and what it is made of */
#include "frame-check.h"
#include "leat-option-host.h"

typedef struct {
  FrameCheck check;
} Holder;

static const LeatOption options[] = { FRAME_CHECK_OPTIONS (Holder, check, ""), LEAT_OPTION_END };

static void
holder_fill (Holder *self, const char *const *words)
{
  g_autoptr (GError) error = NULL;

  leat_options_preset (options, self);
  for (guint i = 0; words[i] != NULL; i += 2)
    {
      leat_option_set (leat_options_find (options, words[i]), self, words[i + 1], &error);
      g_assert_no_error (error);
    }
}

static void
holder_clear (Holder *self)
{
  frame_check_clear (&self->check);
  leat_options_clear (options, self);
}

typedef struct {
  const char *path;
  const char *options[9];
  const char *frame;
  gsize length;
  gsize trailer;
  gsize content_end;  /* if it is right */
  const char *reason; /* if it is not */
} JudgeCase;

#define FRAME(text) text, sizeof (text) - 1

/* lp-gs: protocols of Panasonic's laser markers, sum of all from STX on; NMEA 0183: the sentence of
 * its Wikipedia page; ubx: the poll of MON-VER, as u-blox's manuals have it */
static const JudgeCase judge_cases[] = {
  { "/check/none", { NULL }, FRAME ("abc"), 0, 3, NULL },
  { "/check/at-the-end", { "checksum", "sum8" }, FRAME ("ab\xc3"), 0, 2, NULL },
  { "/check/before-a-trailer", { "checksum", "sum8" }, FRAME ("ab\xc3\r\n"), 2, 2, NULL },
  { "/check/wrong", { "checksum", "sum8" }, FRAME ("ab\xc4"), 0, 0, "checksum" },
  { "/check/too-short",
    { "checksum", "crc-16/modbus" },
    FRAME ("a"),
    0,
    0,
    "too short for a checksum" },
  { "/check/range-too-short",
    { "checksum", "sum8", "checksum-range", "4:" },
    FRAME ("ab\xc3"),
    0,
    0,
    "too short for a checksum" },
  { "/check/ubx",
    { "checksum", "fletcher-8", "checksum-form", "little", "checksum-range", "2:" },
    FRAME ("\xb5\x62\x0a\x04\0\0\x0e\x34"),
    0,
    6,
    NULL },
  { "/check/lp-gs",
    { "checksum", "sum8", "checksum-form", "hex" },
    FRAME ("\x02"
           "ABCA00099\r"),
    1,
    8,
    NULL },
  { "/check/nmea",
    { "checksum", "xor8", "checksum-form", "hex", "checksum-range", "1:-1", "checksum-mark", "*" },
    FRAME ("$GPGLL,5300.97914,N,00259.98174,E,125926,A*28\r\n"),
    2,
    42,
    NULL },
  { "/check/digits",
    { "checksum", "lrc", "checksum-form", "hex", "checksum-range", "1:", "checksum-of-digits",
      "yes" },
    FRAME (":1103006B00037E\r\n"),
    2,
    13,
    NULL },
  { "/check/digits/odd",
    { "checksum", "lrc", "checksum-form", "hex", "checksum-range", "1:", "checksum-of-digits",
      "yes" },
    FRAME (":1EF\r\n"),
    2,
    2,
    "no pairs of digits" },
  { "/check/nmea-without-leading-zero",
    { "checksum", "xor8", "checksum-form", "hex", "checksum-range", "1:-1", "checksum-mark", "*" },
    FRAME ("$A\x42*3\r\n"),
    2,
    3,
    NULL },
  { "/check/mark/missing",
    { "checksum", "xor8", "checksum-form", "hex", "checksum-mark", "*" },
    FRAME ("$ABC"),
    0,
    0,
    "no checksum" },
  { "/check/mark/too-far-away",
    { "checksum", "xor8", "checksum-form", "hex", "checksum-mark", "*" },
    FRAME ("$A*000"),
    0,
    0,
    "no checksum" },
  { "/check/mark/nothing-behind-it",
    { "checksum", "xor8", "checksum-form", "hex", "checksum-mark", "*" },
    FRAME ("$ABC*"),
    0,
    0,
    "no checksum" },
  { "/check/mark/not-required",
    { "checksum", "xor8", "checksum-form", "hex", "checksum-mark", "*", "checksum-required", "no" },
    FRAME ("$ABC"),
    0,
    4,
    NULL },
  { "/check/mark/not-required-and-nothing-behind-it",
    { "checksum", "xor8", "checksum-form", "hex", "checksum-mark", "*", "checksum-required", "no" },
    FRAME ("$ABC*"),
    0,
    4,
    NULL },
  { "/check/mark/not-required-and-wrong",
    { "checksum", "xor8", "checksum-form", "hex", "checksum-mark", "*", "checksum-required", "no" },
    FRAME ("$ABC*00"),
    0,
    0,
    "checksum" },
  { "/check/at/before-what-it-is-made-of",
    { "checksum", "sum8", "checksum-at", "1", "checksum-range", "2:" },
    FRAME ("x\xc3"
           "ab\r"),
    1,
    4,
    NULL },
  { "/check/at/from-the-end",
    { "checksum", "sum8", "checksum-at", "-2" },
    FRAME ("ab\xc3s"),
    0,
    4,
    NULL },
  { "/check/at/behind-the-frame",
    { "checksum", "sum8", "checksum-at", "4" },
    FRAME ("ab\xc3s"),
    0,
    0,
    "too short for a checksum" },
  { "/check/at/before-the-frame",
    { "checksum", "sum8", "checksum-at", "-5" },
    FRAME ("ab\xc3s"),
    0,
    0,
    "too short for a checksum" },
  { "/check/width/more-than-needed",
    { "checksum", "sum8", "checksum-width", "2" },
    FRAME ("ab\0\xc3"),
    0,
    2,
    NULL },
};

static void
test_judge (gconstpointer data)
{
  const JudgeCase *this = data;
  /* no byte behind it may be looked at */
  g_autofree guint8 *frame = g_memdup2 (this->frame, this->length);
  Holder holder = { 0 };
  const char *reason = NULL;
  gsize content_end;
  g_autoptr (GError) error = NULL;
  gboolean is_right;

  holder_fill (&holder, this->options);
  frame_check_init (&holder.check, "", &error);
  g_assert_no_error (error);
  is_right = frame_check_judge (&holder.check, frame, this->length, this->length - this->trailer,
                                &content_end, &reason);
  g_assert_true (is_right == (this->reason == NULL));
  if (is_right)
    g_assert_cmpuint (content_end, ==, this->content_end);
  else
    g_assert_cmpstr (reason, ==, this->reason);
  holder_clear (&holder);
}

typedef struct {
  const char *path;
  const char *options[7];
  const char *message;
} InitCase;

static const InitCase init_cases[] = {
  { "/check/init/unknown",
    { "checksum", "sum88" },
    "header-checksum: there is no checksum \"sum88\"; did you mean sum8?" },
  { "/check/init/too-narrow",
    { "checksum", "crc-32", "checksum-width", "2" },
    "header-checksum-width: 2 bytes do not hold the 32 bits of crc-32; 4 to 8 do" },
  { "/check/init/too-few-digits",
    { "checksum", "crc-16/arc", "checksum-width", "2", "checksum-form", "hex" },
    "header-checksum-width: 2 digits do not hold the 16 bits of crc-16/arc; 4 to 16 do" },
  { "/check/init/too-wide",
    { "checksum", "sum8", "checksum-width", "9" },
    "header-checksum-width: 9 bytes do not hold the 8 bits of sum8; 1 to 8 do" },
  { "/check/init/no-range",
    { "checksum", "sum8", "checksum-range", "2" },
    "header-checksum-range: \"2\" is no FROM:TO; right are 2: for all from the third byte on, "
    "1:-1, 4:8" },
};

static void
test_init (gconstpointer data)
{
  const InitCase *this = data;
  Holder holder = { 0 };
  g_autoptr (GError) error = NULL;

  holder_fill (&holder, this->options);
  g_assert_false (frame_check_init (&holder.check, "header-", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, this->message);
  holder_clear (&holder);
}

static void
test_options (void)
{
  g_autoptr (GError) error = NULL;

  leat_options_check (options, sizeof (Holder), &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (judge_cases); i++)
    g_test_add_data_func (judge_cases[i].path, &judge_cases[i], test_judge);
  for (guint i = 0; i < G_N_ELEMENTS (init_cases); i++)
    g_test_add_data_func (init_cases[i].path, &init_cases[i], test_init);
  g_test_add_func ("/check/options", test_options);
  return g_test_run ();
}
