/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-json.c - tests the json format: frames, good and bad, and faults of its keys */
#include "decode-cases.h"

#define HEAD "[schema]\nname=test\nformat=json\n"
#define FIELD(NAME, TYPE, MORE) "[field " NAME "]\ntype=" TYPE "\n" MORE
#define GAP FIELD ("gap", "decimal", "")
#define TEXT FIELD ("text", "string", "")

static const FaultCase faults[] = {
  { "pointer", HEAD FIELD ("a", "int", "pointer=a/b\n"),
    "test:6: [field a] pointer: \"a/b\" is no JSON pointer: /data/0/gap; ~1 is a slash in a name, "
    "~0 a tilde\n" },
  { "tilde", HEAD FIELD ("a", "int", "pointer=/a~2\n"),
    "test:6: [field a] pointer: \"/a~2\" is no JSON pointer: /data/0/gap; ~1 is a slash in a name, "
    "~0 a tilde\n" },
};

static const DecodeCase cases[] = {
  { "digits", HEAD GAP, "{\"gap\":1.730}", "gap=1.730", FALSE },
  { "minus-zero", HEAD GAP, "{\"gap\":-0.000}", "gap=-0.000", FALSE },
  { "long", HEAD GAP, "{\"gap\":1234567890123456789012.5}", "gap=1234567890123456789012.5",
    FALSE },
  { "text-as-number", HEAD GAP, "{\"gap\":\"1.730\"}", "gap=1.730", FALSE },
  { "exponent", HEAD GAP, "{\"gap\":1.50e-1}", "gap=0.150", FALSE },
  { "exponent-up", HEAD GAP, "{\"gap\":-1.50E+3}", "gap=-1500", FALSE },
  { "exponent-same", HEAD GAP, "{\"gap\":1.50e2}", "gap=150", FALSE },
  { "exponent-small", HEAD GAP, "{\"gap\":12e-6}", "gap=0.000012", FALSE },
  { "exponent-of-int", HEAD FIELD ("n", "int", ""), "{\"n\":1.5e1}", "n=15", FALSE },
  { "exponent-far", HEAD GAP, "{\"gap\":1e999}", "gap!1e999(undecodable)", FALSE },
  { "exponent-of-double", HEAD FIELD ("n", "double", ""), "{\"n\":1.5e1}", "n=15", FALSE },
  { "nested", HEAD FIELD ("a", "int", "pointer=/data/1/gap\n"),
    "{\"data\":[{\"gap\":1},{\"gap\":2},{\"gap\":3}]}", "a=2", FALSE },
  { "array", HEAD FIELD ("a", "int", "pointer=/0\n") FIELD ("b", "string", "pointer=/2\n"),
    " [ 1 , 2 , \"x\" ] ", "a=1 b=x", FALSE },
  { "whole", HEAD FIELD ("all", "string", "pointer=\n"), "[1, 2]", "all=[1, 2]", FALSE },
  { "raw-object", HEAD FIELD ("o", "string", ""), "{\"o\": {\"a\":[1 ,2]} }", "o={\"a\":[1 ,2]}",
    FALSE },
  { "object-is-no-number", HEAD GAP, "{\"gap\":{}}", "gap!{}(undecodable)", FALSE },
  { "slash", HEAD FIELD ("a", "int", "pointer=/a~1b~0\n"), "{\"a/b~\":1}", "a=1", FALSE },
  { "empty-name", HEAD FIELD ("a", "int", "pointer=/\n"), "{\"\":1}", "a=1", FALSE },
  { "escaped-name", HEAD GAP, "{\"g\\u0061p\":1}", "gap=1", FALSE },
  { "string", HEAD TEXT, "{\"text\":\"a \\\"b\\\" \\\\ \\/ \\u00e4\\ud83d\\ude00\"}",
    "text=a \"b\" \\ / ä😀", FALSE },
  { "lone-surrogate", HEAD TEXT, "{\"text\":\"\\ud83dx\"}", "text=\xef\xbf\xbdx", FALSE },
  { "nul", HEAD TEXT, "{\"text\":\"a\\u0000b\"}", "text=a\\0b", FALSE },
  { "empty-string", HEAD TEXT GAP, "{\"text\":\"\",\"gap\":\"\"}", "text= gap=(missing)", FALSE },
  { "null", HEAD TEXT GAP, "{\"text\":null,\"gap\":null}", "text=(missing) gap=(missing)", FALSE },
  { "bool", HEAD FIELD ("on", "bool", "") FIELD ("off", "bool", "") FIELD ("t", "string", ""),
    "{\"on\":true,\"off\":false,\"t\":true}", "on=true off=false t=true", FALSE },
  { "bool-by-number", HEAD FIELD ("on", "bool", ""), "{\"on\":1}", "on=true", FALSE },
  { "marks", HEAD FIELD ("gap", "decimal", "missing=n/a\noverflow=OL\n"), "{\"gap\":\"OL\"}",
    "gap=(overflow)", FALSE },
  { "twice", HEAD GAP, "{\"gap\":1,\"gap\":2}", "gap=2", FALSE },
  { "absent", HEAD GAP, "{\"gab\":1}", "gap=(missing)", FALSE },
  { "other-kind", HEAD GAP, "[1]", "gap=(missing)", FALSE },
  { "shared", HEAD FIELD ("a", "int", "pointer=/x\n") FIELD ("b", "string", "pointer=/x\n"),
    "{\"x\":7}", "a=7 b=7", FALSE },
  { "required", HEAD FIELD ("gap", "decimal", "required=yes\n"), "{\"gap\":\"x\"}",
    "field gap: pointer /gap, byte 7: \"x\" is no decimal", TRUE },
  { "required-null", HEAD FIELD ("gap", "decimal", "required=yes\n"), "{\"gap\":null}",
    "field gap: pointer /gap, byte 7: it is empty", TRUE },

  { "bad/empty", HEAD GAP, "", "byte 0: it is no JSON: neither a value nor an end", TRUE },
  { "bad/word", HEAD GAP, "{\"gap\":nul}",
    "byte 7: it is no JSON: neither a value nor an end", TRUE },
  { "bad/cut", HEAD GAP, "{\"gap\":1.7",
    "byte 10: it is no JSON: neither a comma nor the end of an object", TRUE },
  { "bad/cut-string", HEAD GAP, "{\"ga", "byte 4: it is no JSON: a string that never ends", TRUE },
  { "bad/behind", HEAD GAP, "{\"gap\":1}x", "byte 9: it is no JSON: something behind its end",
    TRUE },
  { "bad/comma", HEAD GAP, "{\"gap\":1,}", "byte 9: it is no JSON: no name of a member", TRUE },
  { "bad/element", HEAD GAP, "[1,]", "byte 3: it is no JSON: neither a value nor an end", TRUE },
  { "bad/colon", HEAD GAP, "{\"gap\"1}", "byte 6: it is no JSON: no colon behind a name", TRUE },
  { "bad/zero", HEAD GAP, "{\"gap\":01}",
    "byte 8: it is no JSON: neither a comma nor the end of an object", TRUE },
  { "bad/point", HEAD GAP, "{\"gap\":1.}", "byte 9: it is no JSON: no digit behind a point",
    TRUE },
  { "bad/escape", HEAD GAP, "{\"gap\":\"\\q\"}", "byte 9: it is no JSON: no escape", TRUE },
  { "bad/unicode", HEAD GAP, "{\"gap\":\"\\u12\"}",
    "byte 12: it is no JSON: \\u needs four hexadecimal digits", TRUE },
  { "bad/control", HEAD GAP, "{\"gap\":\"\\0\"}",
    "byte 8: it is no JSON: a control character in a string", TRUE },
};

/* the innermost that is allowed, and one more */
static void
test_depth (void)
{
  static const char *const no_tags[] = { NULL };
  g_autoptr (LeatSchema) schema = load_schema (HEAD GAP);
  LeatOrigin *origin = leat_origin_new ("test", "", schema, "", no_tags);
  g_autoptr (LeatBatch) batch = leat_batch_new (0);
  const LeatMoment arrival = { 0 };

  for (gsize depth = 64; depth <= 65; depth++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *open = g_strnfill (depth, '['), *close = g_strnfill (depth, ']');
      g_autofree char *frame = g_strconcat (open, close, NULL);
      const gboolean decoded = leat_schema_decode (schema, (const guint8 *) frame, 2 * depth, batch,
                                                   origin, arrival, &error);

      g_assert_cmpint (decoded, ==, depth == 64);
      if (!decoded)
        g_assert_cmpstr (error->message, ==,
                         "byte 64: it is no JSON: more than 64 objects and arrays in one another");
    }
  leat_origin_unref (origin);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode-json/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/decode-json/", cases, G_N_ELEMENTS (cases));
  g_test_add_func ("/decode-json/depth", test_depth);
  return g_test_run ();
}
