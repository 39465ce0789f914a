/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-csv.c - tests whole frames: columns, quotes, what is required, why one is a reject */
#include <string.h>
#include "decode-cases.h"

#define HEAD      "[schema]\nname=test\n"
#define FIELD(NAME, COLUMN, TYPE, MORE) "[field " NAME "]\ncolumn=" COLUMN "\ntype=" TYPE "\n" MORE
#define REQUIRED  "required=yes\n"
#define TWO       FIELD ("num", "1", "int", "") FIELD ("text", "2", "string", "")
#define TWO_MUST  FIELD ("num", "1", "int", REQUIRED) FIELD ("text", "2", "string", REQUIRED)
#define PV200_TIME \
  FIELD ("clock", "1-2", "time", "pattern=%y/%m/%d,%H:%M:%S\ntimezone=Asia/Taipei\n")
#define GAUGE                                                                                     \
  FIELD ("gap", "1", "decimal", "lower-limit=1.5\nupper-limit=2.0\n")                             \
  FIELD ("width", "2", "decimal", "lower-limit=10\nmissing=***\noverflow=OL\n")                   \
  "[field verdict]\njudgement=gap;width\n"

static const DecodeCase cases[] = {
  { "two", HEAD TWO, "17,abc", "num=17 text=abc", FALSE },
  { "blanks", HEAD TWO, "  17 ,\tabc ", "num=17 text=abc", FALSE },
  { "blanks-kept", HEAD "trim=no\n" TWO, "17, abc ", "num=17 text= abc ", FALSE },
  { "blanks-kept-are-no-number", HEAD "trim=no\n" TWO, " 17,abc", "num! 17(undecodable) text=abc",
    FALSE },
  { "any-order", HEAD FIELD ("text", "2", "string", "") FIELD ("num", "1", "int", ""), "17,abc",
    "text=abc num=17", FALSE },
  { "one-column-twice", HEAD TWO FIELD ("raw", "1", "string", ""), "17,abc",
    "num=17 text=abc raw=17",
    FALSE },
  { "semicolon", HEAD "delimiter=;\ndecimal-comma=yes\n" FIELD ("gap", "2", "decimal", ""),
    "1;1,730",
    "gap=1.730", FALSE },
  { "tab", HEAD "delimiter=\\t\n" TWO, "17\t abc", "num=17 text=abc", FALSE },
  { "blank-delimiter", HEAD "delimiter=\\s\n" TWO, "17 abc", "num=17 text=abc", FALSE },
  { "nul-delimiter", HEAD "delimiter=\\x00\n" TWO, "17\\0abc", "num=17 text=abc", FALSE },
  { "nul-in-string", HEAD TWO, "17,a\\0b", "num=17 text=a\\0b", FALSE },
  { "nul-in-number", HEAD TWO, "1\\07,ab", "num!1\\07(undecodable) text=ab", FALSE },
  { "late-column", HEAD FIELD ("last", "40", "int", ""),
    "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,"
    "35,36,37,38,39,40,", "last=40", FALSE },

  /* two columns are one */
  { "joined/time", HEAD PV200_TIME FIELD ("num", "3", "int", ""), "18/10/13,14:03:22, 17",
    "clock=2018-10-13T06:03:22Z num=17", FALSE },
  { "joined/blanks", HEAD PV200_TIME, " 18/10/13 , 14:03:22 ", "clock=2018-10-13T06:03:22Z",
    FALSE },
  { "joined/quoted", HEAD PV200_TIME, "\"18/10/13\",\"14:03:22\"", "clock=2018-10-13T06:03:22Z",
    FALSE },
  { "joined/one-quoted", HEAD PV200_TIME, "18/10/13, \"14:03:22\" ", "clock=2018-10-13T06:03:22Z",
    FALSE },
  { "joined/half-of-it", HEAD PV200_TIME, "18/10/13", "clock=(missing)", FALSE },
  { "joined/string", HEAD FIELD ("text", "2-3", "string", ""), "a, b , c ,d", "text=b , c +surplus",
    FALSE },

  /* RFC 4180, section 2 */
  { "quotes/plain", HEAD TWO, "17,\"abc\"", "num=17 text=abc", FALSE },
  { "quotes/delimiter", HEAD TWO, "17,\"a,b\"", "num=17 text=a,b", FALSE },
  { "quotes/doubled", HEAD TWO, "17,\"say \"\"a\"\"\"", "num=17 text=say \"a\"", FALSE },
  { "quotes/blanks-inside-stay", HEAD TWO, "17, \" a \" ", "num=17 text= a ", FALSE },
  { "quotes/number", HEAD TWO, "\"17\",a", "num=17 text=a", FALSE },
  { "quotes/number-with-blanks", HEAD TWO, "\" 17 \",a", "num=17 text=a", FALSE },
  { "quotes/empty-string", HEAD TWO, "17,\"\"", "num=17 text=", FALSE },
  { "quotes/empty-number", HEAD TWO, "\"\",a", "num=(missing) text=a", FALSE },
  { "quotes/inside-a-column", HEAD TWO, "17,5\"", "num=17 text=5\"", FALSE },
  { "quotes/only-a-quote", HEAD TWO, "17,\"\"\"\"", "num=17 text=\"", FALSE },
  { "quotes/none", HEAD "quote=none\n" TWO, "17,\"a", "num=17 text=\"a", FALSE },
  { "quotes/other", HEAD "quote='\n" TWO, "17,'a,b'", "num=17 text=a,b", FALSE },
  { "quotes/line-feed", HEAD TWO, "17,\"a\nb\"", "num=17 text=a\nb", FALSE },
  { "quotes/trailing-delimiter", HEAD TWO, "17,\"a\",", "num=17 text=a", FALSE },
  { "quotes/open", HEAD TWO, "17,\"abc",
    "field text: column 2, byte 3: \"\"abc\": its quote is never closed", TRUE },
  { "quotes/open-doubled", HEAD TWO, "17,\"abc\"\"",
    "field text: column 2, byte 3: \"\"abc\"\"\": its quote is never closed", TRUE },
  { "quotes/open-in-no-field", HEAD FIELD ("num", "1", "int", ""), "17,\"abc",
    "column 2, byte 3: \"\"abc\": its quote is never closed", TRUE },
  { "quotes/followed", HEAD TWO, "17,\"abc\"d,",
    "field text: column 2, byte 3: \"\"abc\"d,\": something stands behind its closing quote",
    TRUE },
  { "quotes/followed-untrimmed", HEAD "trim=no\n" TWO, "17,\"abc\" ",
    "field text: column 2, byte 3: \"\"abc\"\\s\": something stands behind its closing quote",
    TRUE },

  /* how many columns */
  { "columns/trailing", HEAD TWO, "17,abc,", "num=17 text=abc", FALSE },
  { "columns/trailing-blank", HEAD TWO, "17,abc, ", "num=17 text=abc", FALSE },
  { "columns/trailing-twice", HEAD TWO, "17,abc,,", "num=17 text=abc +surplus", FALSE },
  { "columns/trailing-no", HEAD "trailing-delimiter=no\n" TWO, "17,abc,",
    "num=17 text=abc +surplus",
    FALSE },
  { "columns/trailing-required", HEAD "trailing-delimiter=required\n" TWO, "17,abc,",
    "num=17 text=abc",
    FALSE },
  { "columns/trailing-required-cut", HEAD "trailing-delimiter=required\n" TWO, "17,ab",
    "column 2, byte 3: \"ab\": no \",\" behind it, the frame was cut; if the device sends none "
    "there, "
    "set trailing-delimiter=yes", TRUE },
  { "columns/surplus-marked", HEAD TWO, "17,abc,1,2", "num=17 text=abc +surplus", FALSE },
  { "columns/surplus-rejected", HEAD "surplus=reject\n" TWO, "17,abc,1,2",
    "the frame has 4 columns, 2 are expected: \"17,abc,1,2\"", TRUE },
  { "columns/surplus-ignored", HEAD "surplus=ignore\n" TWO, "17,abc,1,2", "num=17 text=abc",
    FALSE },
  { "columns/expected", HEAD "columns=4\n" TWO, "17,abc,1,2", "num=17 text=abc", FALSE },
  { "columns/short", HEAD TWO, "17", "num=17 text=(missing)", FALSE },
  { "columns/short-rejected", HEAD "shortage=reject\n" TWO, "17",
    "the frame has 1 column, 2 are expected: \"17\"", TRUE },
  { "columns/short-of-expected", HEAD "columns=4\nshortage=reject\n" TWO, "17,abc,1,",
    "the frame has 3 columns, 4 are expected: \"17,abc,1,\"", TRUE },
  { "columns/empty", HEAD TWO, ",", "num=(missing) text=(missing)", FALSE },
  { "columns/empty-frame", HEAD TWO, "", "num=(missing) text=(missing)", FALSE },

  /* what is required */
  { "required/there", HEAD TWO_MUST, "17,abc", "num=17 text=abc", FALSE },
  { "required/undecodable", HEAD TWO_MUST, "1x,abc",
    "field num: column 1, byte 0: \"1x\" is no int",
    TRUE },
  { "required/place", HEAD FIELD ("num", "3", "int", REQUIRED), "a, b,  1x ,",
    "field num: column 3, byte 7: \"1x\" is no int", TRUE },
  { "required/unprintable", HEAD TWO_MUST, "\x01\xff,abc",
    "field num: column 1, byte 0: \"\\x01\\xFF\" is no int", TRUE },
  { "required/long", HEAD TWO_MUST, "0123456789012345678901234567890123456789x,abc",
    "field num: column 1, byte 0: \"01234567890123456789012345678901\"… is no int", TRUE },
  { "required/empty", HEAD TWO_MUST, "17,",
    "field text: column 2, byte 3: it is not there: \"17,\"", TRUE },
  { "required/empty-inside", HEAD TWO_MUST, " ,abc", "field num: column 1, byte 1: it is empty",
    TRUE },
  { "required/absent", HEAD TWO_MUST, "17",
    "field text: column 2, byte 2: it is not there: \"17\"", TRUE },
  { "required/absent-half", HEAD PV200_TIME REQUIRED, "18/10/13",
    "field clock: columns 1-2, byte 8: it is not there: \"18/10/13\"", TRUE },
  { "required/time", HEAD PV200_TIME REQUIRED, "18/02/30,14:03:22",
    "field clock: columns 1-2, byte 0: \"18/02/30,14:03:22\" is no time of its pattern", TRUE },
  { "required/quoted", HEAD TWO_MUST, "\"1x\",abc",
    "field num: column 1, byte 0: \"1x\" is no int", TRUE },
  { "required/quoted-empty", HEAD TWO_MUST, "\"\",abc", "field num: column 1, byte 0: it is empty",
    TRUE },
  { "required/judgement",
    HEAD FIELD ("verdict", "1", "string", "role=judgement\ngood=OK\n" REQUIRED), "NG",
    "field verdict: column 1, byte 0: \"NG\" is no judgement", TRUE },
  { "required/mark-is-no-fault", HEAD FIELD ("num", "1", "int", "missing=***\n" REQUIRED), "***",
    "num=(missing)", FALSE },
  { "required/overflow-is-no-fault", HEAD FIELD ("num", "1", "int", "overflow=OL\n" REQUIRED), "OL",
    "num=(overflow)", FALSE },
  { "required/implausible-is-no-fault", HEAD FIELD ("num", "1", "int", "maximum=9\n" REQUIRED),
    "10",
    "num=10(implausible)", FALSE },

  /* a judgement made of tolerances */
  { "judged/good", HEAD GAUGE, "1.730,10", "gap=1.730 width=10 verdict=good", FALSE },
  { "judged/at-the-limits", HEAD GAUGE, "1.5,10.000", "gap=1.5 width=10.000 verdict=good", FALSE },
  { "judged/below", HEAD GAUGE, "1.499,10", "gap=1.499 width=10 verdict=bad", FALSE },
  { "judged/above", HEAD GAUGE, "2.001,10", "gap=2.001 width=10 verdict=bad", FALSE },
  { "judged/second-is-bad", HEAD GAUGE, "1.730,9", "gap=1.730 width=9 verdict=bad", FALSE },
  { "judged/missing", HEAD GAUGE, "1.730,***", "gap=1.730 width=(missing) verdict=none", FALSE },
  { "judged/overflow", HEAD GAUGE, "1.730,OL", "gap=1.730 width=(overflow) verdict=none", FALSE },
  { "judged/undecodable", HEAD GAUGE, "1.730,1x", "gap=1.730 width!1x(undecodable) verdict=none",
    FALSE },
  { "judged/bad-though-missing", HEAD GAUGE, "1.4,***", "gap=1.4 width=(missing) verdict=bad",
    FALSE },
  { "judged/absent", HEAD GAUGE, "", "gap=(missing) width=(missing) verdict=none", FALSE },
  { "judged/implausible-counts",
    HEAD FIELD ("gap", "1", "decimal",
      "maximum=5\nupper-limit=2\n") "[field verdict]\njudgement=gap\n",
    "9", "gap=9(implausible) verdict=bad", FALSE },
};

/* threads share a schema, each with a batch of its own */
static gpointer
decode_many (gpointer data)
{
  static const char *const no_tags[] = { NULL };
  LeatSchema *schema = data;
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);

  for (int i = 0; i < 20000; i++)
    {
      char frame[64];
      const LeatMoment arrival = { 0 };
      const int length = g_snprintf (frame, sizeof frame, "18/06/%02d,%02d:%02d:00,%d,\"\xe4\"",
                                     i % 28 + 1, i % 24, i % 60, i);

      g_assert_true (leat_schema_decode (schema, (const guint8 *) frame, (gsize) length, batch,
                                         origin, arrival, NULL));
      g_assert_cmpint (leat_batch_get_record (batch, i)->values[1].integer, ==, i);
    }
  leat_origin_unref (origin);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (LeatSchema)
      schema = load_schema (HEAD PV200_TIME FIELD ("num", "3", "int", "")
                                FIELD ("text", "4", "string", "encoding=shift-jis\n"));
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("decode", decode_many, schema);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_decode_cases ("/decode-csv/", cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/decode-csv/threads", test_threads);
  return g_test_run ();
}
