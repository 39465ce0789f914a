/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proposal.c - tests that what is proposed for a recording is a schema, whole and sound */
#include "guess/proposal.h"
#include "leat-schema-host.h"
#include <string.h>

typedef struct {
  const char *text;
  const char *slug;
} Slug;

static const Slug slugs[] = {
  { "Gap 1 (mm)", "gap_1_mm" }, { "num", "num" }, { "1st", "field_1st" },
  { "", "field" },              { "--", "field" }, { "\303\204rger", "rger" },
};

static void
test_slugs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (slugs); i++)
    {
      g_autofree char *slug = leat_proposal_slug (slugs[i].text);

      g_assert_cmpstr (slug, ==, slugs[i].slug);
    }
}

/* the file, without what stands before [schema] */
static void
expect (const char *recording, const char *file, guint n_doubts, guint n_undecodable)
{
  g_auto (LeatGuessFrames) frames = { NULL };
  g_auto (LeatProposal) proposal = { NULL };
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatSchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (leat_guess_frames_init (&frames, recording, strlen (recording), &error));
  g_assert_true (leat_proposal_init (&proposal, "x", "x.bin", &frames, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (strstr (proposal.text->str, "[schema]"), ==, file);
  g_assert_cmpuint (proposal.n_doubts, ==, n_doubts);
  g_assert_cmpuint (proposal.n_undecodable, ==, n_undecodable);
  schema = leat_schema_load_text ("x", proposal.text->str, (gssize) proposal.text->len, faults);
  g_assert_nonnull (schema);
  g_assert_true (leat_schema_try_examples (schema, faults));
}

static void
test_columns (void)
{
  expect ("1;1,50\n2;1,6\n3;OVER\n4;1,70\n",
          "[schema]\nname=x\nsummary=What a recording holds\nformat=csv\ndelimiter=;\n\n"
          "[field counter]\ncolumn=1\ntype=int\nrole=counter\n\n"
          "[field column_2]\ncolumn=2\ntype=decimal\ndecimal-comma=yes\n"
          "# UNSURE: no numbers; are they overflow= or device-error= rather than missing=?\n"
          "missing=OVER\n\n"
          "[example 1]\nframe=1\\;1,50\ncounter=1\ncolumn_2=1.50\n\n"
          "[example 2]\nframe=2\\;1,6\ncounter=2\ncolumn_2=1.6\n\n"
          "[example 3]\nframe=3\\;OVER\ncounter=3\nquality.column_2=missing\n",
          1, 0);
}

/* what a key of [example] is called cannot be a field's name */
static void
test_reserved (void)
{
  expect (
      "frame=1,len=2\nframe=5,len=7\n",
      "[schema]\nname=x\nsummary=What a recording holds\nformat=pairs\nseparators=,\nequals==\n\n"
      "[field frame_2]\nkey=frame\ntype=int\n\n"
      "[field len]\ntype=int\n\n"
      "[example 1]\nframe=frame=1,len=2\nframe_2=1\nlen=2\n\n"
      "[example 2]\nframe=frame=5,len=7\nframe_2=5\nlen=7\n",
      0, 0);
}

/* two keys of one name; an odd frame is counted */
static void
test_keys (void)
{
  expect (
      "Gap 1=1.5,gap-1=x\nGap 1=1.6,gap-1=y\nGap 1=1.7,gap-1=z\nbye\nGap 1=1.8,gap-1=z\n",
      "[schema]\nname=x\nsummary=What a recording holds\nformat=pairs\nseparators=,\nequals==\n\n"
      "[field gap_1]\nkey=Gap 1\ntype=decimal\n\n"
      "[field gap_1_2]\nkey=gap-1\ntype=string\n"
      "# UNSURE: it says x;y;z; if that is the machine's judgement: role=judgement, good= and "
      "bad= with its words\n\n"
      "[example 1]\nframe=Gap 1=1.5,gap-1=x\ngap_1=1.5\ngap_1_2=x\n\n"
      "[example 2]\nframe=Gap 1=1.6,gap-1=y\ngap_1=1.6\ngap_1_2=y\n\n"
      "[example 3]\nframe=Gap 1=1.7,gap-1=z\ngap_1=1.7\ngap_1_2=z\n",
      2, 0);
}

/* frames, columns and words of any length: what is written is a schema that leat check takes */
static void
test_long (void)
{
  static const struct {
    const char *unit;
    guint n;
  } cases[] = { { "a", 200000 }, { ",", 200000 }, { "\001", 100000 }, { "a=1;", 50000 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) recording = g_string_new (NULL);
      g_auto (LeatGuessFrames) frames = { NULL };
      g_auto (LeatProposal) proposal = { NULL };
      g_autoptr (LeatFaults) faults = leat_faults_new ();
      g_autoptr (LeatSchema) schema = NULL;

      for (guint n = 0; n < cases[i].n; n++)
        g_string_append (recording, cases[i].unit);
      g_string_append (recording, "\nbcd\nefg\n");
      g_assert_true (leat_guess_frames_init (&frames, recording->str, recording->len, NULL));
      g_assert_true (leat_proposal_init (&proposal, "x", "x.bin", &frames, NULL));
      schema = leat_schema_load_text ("x", proposal.text->str, (gssize) proposal.text->len, faults);
      g_assert_nonnull (schema);
      g_assert_true (leat_schema_try_examples (schema, faults));
      g_assert_cmpuint (leat_faults_get_n (faults), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proposal/slugs", test_slugs);
  g_test_add_func ("/proposal/columns", test_columns);
  g_test_add_func ("/proposal/keys", test_keys);
  g_test_add_func ("/proposal/reserved", test_reserved);
  g_test_add_func ("/proposal/long", test_long);
  return g_test_run ();
}
