/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-keyence-sr-language.c - tests every message of an SR reader that is known */
#include "vision-keyence-sr-language.h"
#include "vision-vectors.h"

#define GOOD .judgement = VISION_JUDGEMENT_GOOD
#define BAD .judgement = VISION_JUDGEMENT_BAD

/* clients of SR readers: github.com/brianteachman/mqtt_serial_scanner_nodes, sr_scanner.py; heads:
 * manual of the N-410, pages 94 to 104 */
static const VisionHeard heard[] = {
  VISION_HEARD ("/sr/code", VISION_UNASKED, "4006381333931", VISION_RESULT, "4006381333931", GOOD),
  VISION_HEARD ("/sr/code/asked", VISION_ASKS (VISION_TRIGGER, ""), "4006381333931", VISION_RESULT,
                "4006381333931", GOOD),
  VISION_HEARD ("/sr/code/comma", VISION_UNASKED, "OK,12", VISION_RESULT, "OK,12", GOOD),
  VISION_HEARD ("/sr/no-read", VISION_UNASKED, "ERROR", VISION_RESULT, "ERROR", BAD),
  VISION_HEARD ("/sr/overflow", VISION_UNASKED, "OVER", VISION_RESULT, "OVER", BAD),
  /* several heads on a line */
  VISION_HEARD ("/sr/head", VISION_UNASKED, "%P01-0006ABC123", VISION_RESULT, "ABC123",
                .camera = "01", GOOD),
  VISION_HEARD ("/sr/head/no-read", VISION_UNASKED, "%P02-0005ERROR", VISION_RESULT, "ERROR",
                .camera = "02", BAD),
  VISION_HEARD ("/sr/head/overflow", VISION_UNASKED, "%P02-0004OVER", VISION_RESULT, "OVER",
                .camera = "02", BAD),
  VISION_HEARD ("/sr/head/lost", VISION_UNASKED, "%P03-0005ERR03", VISION_RESULT, "ERR03",
                .camera = "03", BAD),
  VISION_HEARD ("/sr/head/empty", VISION_UNASKED, "%P03-0000", VISION_RESULT, "", .camera = "03",
                GOOD),
  VISION_HEARD ("/sr/head/short", VISION_UNASKED, "%P01-0006ABC12", VISION_BAD, NULL,
                .camera = "01"),
  VISION_HEARD ("/sr/head/long", VISION_UNASKED, "%P01-0006ABC1234", VISION_BAD, NULL,
                .camera = "01"),
  VISION_HEARD ("/sr/head/none", VISION_UNASKED, "%Px1-0006ABC123", VISION_RESULT,
                "%Px1-0006ABC123", GOOD),
  /* answers */
  VISION_HEARD ("/sr/numbers", VISION_ASKS (VISION_WORD, "NUM"), "OK,NUM,12,1,0,11,13",
                VISION_ANSWER, "12,1,0,11,13"),
  VISION_HEARD ("/sr/trigger", VISION_ASKS (VISION_TRIGGER, ""), "OK,LON", VISION_ANSWER, ""),
  VISION_HEARD ("/sr/trigger/end", VISION_ASKS (VISION_WORD, "LOFF"), "OK,LOFF", VISION_ANSWER, ""),
  VISION_HEARD ("/sr/other", VISION_ASKS (VISION_WORD, "LOFF"), "OK,NUM,1,1,1,1,1", VISION_STRAY,
                NULL),
  VISION_HEARD ("/sr/unasked", VISION_UNASKED, "OK,LON", VISION_STRAY, NULL),
  VISION_HEARD ("/sr/refused", VISION_ASKS (VISION_WORD, "NUM"), "ER,NUM,20", VISION_REFUSAL,
                "NUM 20"),
  VISION_HEARD ("/sr/refused/unasked", VISION_UNASKED, "ER,LON,99", VISION_STRAY, "LON 99"),
};

static const VisionKeyenceSrGrammar grammar = { FALSE, "ERROR", "OVER" };
static const VisionKeyenceSrGrammar answering = { TRUE, "ERROR", "OVER" };

static const VisionSaid said[] = {
  VISION_SAID ("/sr/say/trigger", VISION_TRIGGER, "", "LON\r", .is_silent = TRUE),
  VISION_SAID ("/sr/say/trigger/other", VISION_TRIGGER, "LON01", "LON01\r", .is_silent = TRUE),
  VISION_SAID ("/sr/say/word", VISION_WORD, "NUM", "NUM\r"),
  VISION_SAID ("/sr/say/word/end", VISION_WORD, "LOFF", "LOFF\r"),
  VISION_SAID ("/sr/say/program", VISION_PROGRAM, "1", NULL),
};

/* a reader that is set to acknowledge */
static void
test_acknowledged (void)
{
  VisionMessage message = { .bytes = g_string_new (NULL) };
  g_autoptr (GError) error = NULL;

  g_assert_true (vision_keyence_sr_language.say (&answering, VISION_TRIGGER, "", &message, &error));
  g_assert_no_error (error);
  g_assert_false (message.is_silent);
  g_string_free (message.bytes, TRUE);
}

/* sr_scanner.py: what ER,<command>,nn means */
static void
test_names (void)
{
  static const char *const names[] = {
    "00", "unknown-command",
    "01", "format",
    "02", "range",
    "03", "range",
    "04", "hexadecimal",
    "05", "hexadecimal",
    "20", "not-executable",
    "21", "buffer-overflow",
    "22", "file",
    "23", "connected",
    "99", "fault",
    NULL,
  };

  vision_expect_names (&vision_keyence_sr_language, names);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vision_add_vectors (&vision_keyence_sr_language, &grammar, heard, G_N_ELEMENTS (heard), said,
                      G_N_ELEMENTS (said));
  g_test_add_func ("/sr/acknowledged", test_acknowledged);
  g_test_add_func ("/sr/names", test_names);
  return g_test_run ();
}
