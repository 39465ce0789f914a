/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stream-asked.c - tests that an answer's records say what was asked, and are the stream's still */
#include "stream/leatd-stream-asked.h"

typedef struct {
  LeatdFrameJudge judge; /* first */
  LeatVerdict verdict;
  int command;
} Judge;

static LeatVerdict
judge_frame (const LeatdFrameJudge *judge, const LeatPiece *piece, int *command,
             const char **reason)
{
  const Judge *self = (const Judge *) judge;

  *command = self->command;
  *reason = "came too late";
  return self->verdict;
}

static const char *const commands[] = { "zero", "weight", NULL };

static LeatOrigin *
make_origin (void)
{
  static const LeatField fields[] = { { .name = "text", .type = LEAT_TYPE_STRING } };
  static const char *const tags[] = { "hall", "3", NULL };
  g_autoptr (LeatSchema) schema = leat_schema_new ("text", fields, 1);

  return leat_origin_new ("scale", "epoch", schema, "gateway", tags);
}

static void
test_command (void)
{
  LeatOrigin *origin = make_origin ();
  Judge judge = { { judge_frame, commands }, LEAT_VERDICT_RECORD, 1 };
  LeatdAsked asked = { .judge = NULL };
  LeatPiece piece = { 0 };
  g_autoptr (GError) error = NULL;

  leatd_asked_set (&asked, &judge.judge, origin);
  g_assert_cmpint (leatd_asked_judge (&asked, &piece, &error), ==, LEAT_VERDICT_RECORD);
  g_assert_cmpstr (asked.current->epoch, ==, "epoch");
  g_assert_cmpstr (asked.current->source, ==, "scale");
  g_assert_cmpstr (asked.current->gateway, ==, "gateway");
  g_assert_cmpstr (asked.current->tags[1], ==, "3");
  g_assert_cmpstr (asked.current->tags[2], ==, "command");
  g_assert_cmpstr (asked.current->tags[3], ==, "weight");
  g_assert_null (asked.current->tags[4]);
  judge.command = -1;
  leatd_asked_judge (&asked, &piece, &error);
  g_assert_null (asked.current);
  judge.command = 2; /* there is none */
  leatd_asked_judge (&asked, &piece, &error);
  g_assert_null (asked.current);
  leatd_asked_clear (&asked);
  leat_origin_unref (origin);
}

static void
test_rejected (void)
{
  LeatOrigin *origin = make_origin ();
  const Judge judge = { { judge_frame, NULL }, LEAT_VERDICT_REJECTED, -1 };
  LeatdAsked asked = { .judge = NULL };
  LeatPiece piece = { 0 };
  g_autoptr (GError) error = NULL;

  leatd_asked_set (&asked, &judge.judge, origin);
  g_assert_cmpint (leatd_asked_judge (&asked, &piece, &error), ==, LEAT_VERDICT_REJECTED);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_MALFORMED);
  g_assert_cmpstr (error->message, ==, "came too late");
  leatd_asked_clear (&asked);
  leat_origin_unref (origin);
}

static void
test_nobody (void)
{
  LeatdAsked asked = { .judge = NULL };
  LeatPiece piece = { 0 };

  g_assert_cmpint (leatd_asked_judge (&asked, &piece, NULL), ==, LEAT_VERDICT_RECORD);
  leatd_asked_clear (&asked);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream-asked/command", test_command);
  g_test_add_func ("/stream-asked/rejected", test_rejected);
  g_test_add_func ("/stream-asked/nobody", test_nobody);
  return g_test_run ();
}
