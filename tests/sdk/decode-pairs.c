/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* decode-pairs.c - tests the pairs format: frames, good and bad, and faults of its keys */
#include "decode-cases.h"

#define HEAD "[schema]\nname=test\nformat=pairs\n"
#define FIELD(NAME, TYPE, MORE) "[field " NAME "]\ntype=" TYPE "\n" MORE
#define TWO FIELD ("num", "int", "") FIELD ("text", "string", "key=T\n")

static const FaultCase faults[] = {
  { "separators", HEAD "separators=\n" TWO, "test:4: [schema] separators: is empty\n" },
  { "equals", HEAD "equals=,\n" TWO, "test:4: [schema] equals: has a byte of separators=\n" },
  { "quote", HEAD "quote==\n" TWO,
    "test:4: [schema] quote: must be one byte that separates nothing, such as \", or none\n" },
  { "quote-long", HEAD "quote='\"\n" TWO,
    "test:4: [schema] quote: must be one byte that separates nothing, such as \", or none\n" },
};

static const DecodeCase cases[] = {
  { "two", HEAD TWO, "num=17,T=abc", "num=17 text=abc", FALSE },
  { "any-order", HEAD TWO, "T=abc,num=17", "num=17 text=abc", FALSE },
  { "blanks", HEAD TWO, " num = 17 , T = a b ", "num=17 text=a b", FALSE },
  { "tabs", HEAD "separators=\\t\\r\\n\\x00\n" TWO, "num=17\\x09T=abc\\x0D\\x0A\\0",
    "num=17 text=abc", FALSE },
  { "colon", HEAD "equals=:\nseparators=;\n" TWO, "num:17;T:a=b", "num=17 text=a=b", FALSE },
  { "blank-between", HEAD "separators=\\s\n" TWO, "num=17  T=abc", "num=17 text=abc", FALSE },
  { "equals-in-value", HEAD TWO, "num=17,T=a=b", "num=17 text=a=b", FALSE },
  { "surplus", HEAD TWO, "num=17,T=a,x=1", "num=17 text=a +surplus", FALSE },
  { "surplus-ignored", HEAD "surplus=ignore\n" TWO, "x,num=17,y=1", "num=17 text=(missing)",
    FALSE },
  { "surplus-rejected", HEAD "surplus=reject\n" TWO, "num=17,x=1",
    "byte 7: \"x=1\" has a key that no field has, or that was there before", TRUE },
  { "twice", HEAD TWO, "num=17,num=18", "num=17 text=(missing) +surplus", FALSE },
  { "one-key-of-two", HEAD FIELD ("a", "string", "key=k\n") FIELD ("b", "int", "key=k\n"), "k=5",
    "a=5 b=5", FALSE },
  { "no-equals", HEAD TWO, "num,T=a", "num=(missing) text=a", FALSE },
  { "no-value", HEAD TWO, "num=,T=a", "num=(missing) text=a", FALSE },
  { "no-key", HEAD TWO, "=5,T=a", "num=(missing) text=a +surplus", FALSE },
  { "case", HEAD TWO, "NUM=5", "num=(missing) text=(missing) +surplus", FALSE },
  { "empty", HEAD TWO, "", "num=(missing) text=(missing)", FALSE },
  { "separators-only", HEAD TWO, ",, ,", "num=(missing) text=(missing)", FALSE },
  { "quoted", HEAD "quote=\"\n" TWO, "T=\"a,b=c\",num=17", "num=17 text=a,b=c", FALSE },
  { "quoted-blank", HEAD "quote=\"\n" TWO, "T= \"a\" ,num=17", "num=17 text=a", FALSE },
  { "quote-open", HEAD "quote=\"\n" TWO, "T=\"a,num=17",
    "byte 2: the quote is never closed", TRUE },
  { "required", HEAD FIELD ("num", "int", "required=yes\n"), "num = x",
    "field num: key num, byte 6: \"x\" is no int", TRUE },
  { "required-absent", HEAD FIELD ("num", "int", "required=yes\nkey=N\n"), "n=1",
    "field num: key N, byte 3: it is not there: \"n=1\"", TRUE },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_fault_cases ("/decode-pairs/", faults, G_N_ELEMENTS (faults));
  add_decode_cases ("/decode-pairs/", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
