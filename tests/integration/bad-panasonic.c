/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bad-panasonic.c - what bad input of a PV200 and a PV310 becomes
 *
 * Neither is known to have modes or a login: there is no setup mode, and no password. */
#include "bad-machine.h"

static const BadFamily pv200 = {
  .name = "pv200",
  .is_serial = TRUE,
  .columns = "num;machine;measure_1;measure_2",
};

/* its results are what its output is set to */
static const BadFamily pv310 = {
  .name = "pv310",
  .is_serial = TRUE,
  .schema = "columns=3\nshortage=reject\nsurplus=reject\n"
            "[field num]\ncolumn=1\ntype=int\nrole=counter\nrequired=yes\n"
            "[field one]\ncolumn=2\ntype=decimal\n"
            "[field name]\ncolumn=3\ntype=string\n",
  .columns = "num;one;name",
};

#define RESULT "18/10/13,14:03:22, 17, 1,1.730,2.104,\r\n"
#define ROW "17,1,1.730,2.104,"

#define COMMANDS TRIGGERS "trigger-command=%S\n"

static const BadCase cases[] = {
  /* No answer names its command: what is no echo is a result, that of the trigger, and the schema
   * says that it is none. */
  { "/bad/pv200/another", &pv200, COMMANDS PATIENT "trigger-echo=yes\n", NULL,
    { HEARS ("%S\r"), SAYS ("%T\r" RESULT), GIVES (ROW UNBOUND), SAYS ("%S\r"), HEARS ("%S\r"),
      SAYS ("%S\r" RESULT), GIVES (ROW) },
    { REJECT ("device", "the frame has 1 column", "%T\r") } },
  { "/bad/pv200/late", &pv200, COMMANDS SHORT "trigger-echo=yes\n", NULL,
    { HEARS ("%S\r"), TOLD ("held: does not answer"), SAYS ("%S\r" RESULT), GIVES (ROW UNBOUND) },
    { REJECT ("device", "an answer behind its deadline, to trigger", "%S\r") } },
  /* switched off, a serial line is silent */
  { "/bad/pv200/offline", &pv200, "expect-every=50ms\n", NULL,
    { TOLD ("machine: silent"), SAYS (RESULT), TOLD ("machine: running"), GIVES (ROW) },
    { { NULL } } },
  { "/bad/pv200/power", &pv200, "", NULL,
    { SAYS ("18/10/13,14:03:21, 16, 1,1.7"), SAYS (RESULT),
      TOLD ("a result follows \"18/10/13,14:03:21, 16, 1,1.7\""), GIVES (ROW) },
    { { NULL } } },
  { "/bad/pv200/garbage", &pv200, "", NULL,
    { SAYS (GARBAGE "\r\n" RESULT), GIVES (ROW) },
    { REJECT ("device", "the frame has 1 column", GARBAGE "\r") } },
  { "/bad/pv200/code-page", &pv200, "", NULL,
    { SAYS ("18/10/13,14:03:21, 16, 1,1.7\xb0,2.104,\r\n"),
      GIVES ("16,1,,2.104,measure_1=undecodable:1.7\xef\xbf\xbd"), SAYS (RESULT), GIVES (ROW) },
    { { NULL } } },

  { "/bad/pv310/another", &pv310, COMMANDS PATIENT, NULL,
    { HEARS ("%S\r"),
      SAYS ("%G05,080\r"
            "%S\r"
            "1,2.50,bolt\r"),
      GIVES ("1,2.50,bolt,") },
    { REJECT ("device", "the answer to another command", "%G05,080\r") } },
  { "/bad/pv310/late", &pv310, COMMANDS SHORT, NULL,
    { HEARS ("%S\r"), TOLD ("held: does not answer"),
      SAYS ("%S\r"
            "1,2.50,bolt\r"),
      GIVES ("1,2.50,bolt," UNBOUND) },
    { REJECT ("device", "an answer behind its deadline, to trigger", "%S\r") } },
  /* its adapter is pulled out */
  { "/bad/pv310/offline", &pv310, "", NULL,
    { LEAVES, TOLD ("machine: absent"), RETURNS, SAYS ("1,2.50,bolt\r"), GIVES ("1,2.50,bolt,") },
    { { NULL } } },
  /* its results begin with nothing of their own: what is next could be the rest of that one */
  { "/bad/pv310/power", &pv310, "frame-timeout=50ms\n", NULL,
    { SAYS ("1,2."), TOLD ("1 rejected"),
      SAYS ("2,2.50,bolt\r"
            "3,2.50,bolt\r"),
      GIVES ("3,2.50,bolt,") },
    { REJECT ("framer", "longer than frame-timeout", "1,2."),
      REJECT ("framer", "longer than frame-timeout", "2,2.50,bolt\r") } },
  { "/bad/pv310/garbage", &pv310, "", NULL,
    { SAYS (GARBAGE "\r"
                    "1,2.50,bolt\r"),
      GIVES ("1,2.50,bolt,") },
    { REJECT ("device", "the frame has 1 column", GARBAGE "\r") } },
  { "/bad/pv310/code-page", &pv310, "", NULL,
    { SAYS ("1,2.50,\x83\x6c\x83\x57\r"),
      GIVES ("1,2.50,,name=undecodable:\xef\xbf\xbdl\xef\xbf\xbdW"), SAYS ("2,2.50,bolt\r"),
      GIVES ("2,2.50,bolt,") },
    { { NULL } } },
  { "/bad/pv310/code-page/named", &pv310, "", "shift-jis",
    { SAYS ("1,2.50,\x83\x6c\x83\x57\r"), GIVES ("1,2.50,ネジ,") },
    { { NULL } } },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bad_machine_add (cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
