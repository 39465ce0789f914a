/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bad-keyence.c - what bad input of the four families of Keyence becomes
 *
 * None of them has a login: there is no password. A CV-X says its mode; an SR refuses while it is
 * set up; IV3 and IM are known to say nothing of it. */
#include "bad-machine.h"

#define COLUMNS \
  "columns=3\nshortage=reject\nsurplus=reject\n" \
  "[field num]\ncolumn=1\ntype=int\nrole=counter\nrequired=yes\n" \
  "[field one]\ncolumn=2\ntype=decimal\n" \
  "[field name]\ncolumn=3\ntype=string\n"

static const BadFamily cvx = {
  .name = "keyence-cvx",
  .schema = COLUMNS,
  .columns = "num;one;name",
};

static const BadFamily iv3 = {
  .name = "keyence-iv3",
  .schema = "columns=5\nshortage=reject\nsurplus=reject\n"
            "[field num]\ncolumn=2\ntype=int\nrole=counter\nrequired=yes\n"
            "[field one]\ncolumn=4\ntype=string\n",
  .columns = "num;one;judgement",
};

/* codes of one form: any text may be one, as long as no schema says more */
static const BadFamily sr = {
  .name = "keyence-sr",
  .schema =
      "format=regex\npattern=^(?<code>[0-9]+|ERROR)$\n[field code]\ntype=string\nrequired=yes\n",
  .columns = "code;judgement",
};

static const BadFamily sr_any = { .name = "keyence-sr", .columns = "code;judgement" };

static const BadFamily im = {
  .name = "keyence-im",
  .is_serial = TRUE,
  .schema = "format=pairs\nseparators=\\n\nsurplus=ignore\n"
            "[field one]\nkey=1.value\ntype=decimal\nrequired=yes\n"
            "[field two]\nkey=2.value\ntype=decimal\n"
            "[field part]\nkey=MS\ntype=string\n",
  .columns = "one;two;part",
};

/* what is asked on connecting, and the answers of a machine in order */
#define CVX_RUNS HEARS ("RM\r"), SAYS ("RM,1\r"), HEARS ("PR\r"), SAYS ("PR,1,003\r")
#define IV3_ANSWERS HEARS ("PR\r"), SAYS ("PR,003\r")
#define LISTENS "read-state=no\n"
#define CODE "4901,good,camera=missing" /* one reader alone does not say which it is */
#define BLOCK(one, two) \
  "ST\r\nSE 123 1.0\r\nMS bolt\r\nIT 1 " one " mm a 1 0 0 0\r\nIT 2 " two " mm b 1 0 0 0\r\nEN\r\n"

static const BadCase cases[] = {
  { "/bad/keyence-cvx/another", &cvx, PATIENT, NULL,
    { HEARS ("RM\r"),
      SAYS ("PR,1,003\r"
            "ER,TA,03\r"
            "RM,1\r"),
      HEARS ("PR\r"),
      SAYS ("PR,1,003\r"
            "1,2.50,bolt\r"),
      GIVES ("1,2.50,bolt,") },
    { REJECT ("device", "the answer to another command", "PR,1,003\r"),
      REJECT ("device", "refused TA: command-disabled 03", "ER,TA,03\r") } },
  { "/bad/keyence-cvx/late", &cvx, SHORT, NULL,
    { HEARS ("RM\r"), TOLD ("held: does not answer: asked to read the mode"),
      SAYS ("RM,1\r"
            "1,2.50,bolt\r"),
      GIVES ("1,2.50,bolt,program=missing") },
    { REJECT ("device", "an answer behind its deadline, to read the mode", "RM,1\r") } },
  { "/bad/keyence-cvx/setup", &cvx, PATIENT OFTEN, NULL,
    { HEARS ("RM\r"), SAYS ("RM,0\r"), TOLD ("held: the machine is in setup mode"), HEARS ("PR\r"),
      SAYS ("1,2.50,bolt\r"
            "PR,1,003\r"),
      GIVES ("1,2.50,bolt,test;program=missing"), HEARS ("RM\r"), SAYS ("RM,1\r"),
      TOLD ("machine: running"), SAYS ("2,2.50,bolt\r"), GIVES ("2,2.50,bolt,") },
    { { NULL } } },
  { "/bad/keyence-cvx/setup/reject", &cvx, PATIENT OFTEN "setup-results=reject\n", NULL,
    { HEARS ("RM\r"), SAYS ("RM,0\r"), TOLD ("held: the machine is in setup mode"), HEARS ("PR\r"),
      SAYS ("1,2.50,bolt\r"
            "PR,1,003\r"),
      HEARS ("RM\r"), SAYS ("RM,1\r"), TOLD ("machine: running"), SAYS ("2,2.50,bolt\r"),
      GIVES ("2,2.50,bolt,") },
    { REJECT ("device", "a result in setup mode", "1,2.50,bolt\r") } },
  { "/bad/keyence-cvx/offline", &cvx, PATIENT, NULL,
    { CVX_RUNS, LEAVES, TOLD ("machine: absent"), RETURNS, CVX_RUNS, SAYS ("1,2.50,bolt\r"),
      GIVES ("1,2.50,bolt,") },
    { { NULL } } },
  { "/bad/keyence-cvx/power", &cvx, PATIENT, NULL,
    { CVX_RUNS, SAYS ("1,2."), LEAVES, TOLD ("machine: absent"), RETURNS, CVX_RUNS,
      SAYS ("2,2.50,bolt\r"), GIVES ("2,2.50,bolt,") },
    { REJECT ("framer", "cut", "1,2.") } },
  { "/bad/keyence-cvx/garbage", &cvx, PATIENT, NULL,
    { HEARS ("RM\r"),
      SAYS (GARBAGE "\r"
                    "RM,1\r"),
      HEARS ("PR\r"),
      SAYS ("PR,1,003\r" GARBAGE "\r"
            "1,2.50,bolt\r"),
      GIVES ("1,2.50,bolt,") },
    { REJECT ("device", "the frame has 1 column", GARBAGE "\r"),
      REJECT ("device", "the frame has 1 column", GARBAGE "\r") } },
  { "/bad/keyence-cvx/code-page", &cvx, LISTENS, NULL,
    { SAYS ("1,2.50,Schl\xfcssel\r"), GIVES ("1,2.50,,name=undecodable:Schl\xef\xbf\xbdssel"),
      SAYS ("2,2.50,bolt\r"), GIVES ("2,2.50,bolt,") },
    { { NULL } } },
  { "/bad/keyence-cvx/code-page/named", &cvx, LISTENS, "latin-1",
    { SAYS ("1,2.50,Schl\xfcssel\r"), GIVES ("1,2.50,Schlüssel,") },
    { { NULL } } },

  { "/bad/keyence-iv3/another", &iv3, PATIENT, NULL,
    { HEARS ("PR\r"),
      SAYS ("PW\r"
            "ER,T2,03\r"
            "PR,003\r"
            "RT,00001,OK,12,OK\r"),
      GIVES ("1,12,good,") },
    { REJECT ("device", "the answer to another command", "PW\r"),
      REJECT ("device", "refused T2: unknown code 03", "ER,T2,03\r") } },
  { "/bad/keyence-iv3/late", &iv3, SHORT, NULL,
    { HEARS ("PR\r"), TOLD ("held: does not answer: asked to read the program"),
      SAYS ("PR,003\r"
            "RT,00001,OK,12,OK\r"),
      GIVES ("1,12,good,program=missing") },
    { REJECT ("device", "an answer behind its deadline, to read the program", "PR,003\r") } },
  { "/bad/keyence-iv3/offline", &iv3, PATIENT, NULL,
    { IV3_ANSWERS, LEAVES, TOLD ("machine: absent"), RETURNS, IV3_ANSWERS,
      SAYS ("RT,00001,OK,12,OK\r"), GIVES ("1,12,good,") },
    { { NULL } } },
  { "/bad/keyence-iv3/power", &iv3, PATIENT, NULL,
    { IV3_ANSWERS, SAYS ("RT,00001,O"), LEAVES, TOLD ("machine: absent"), RETURNS, IV3_ANSWERS,
      SAYS ("RT,00002,OK,12,OK\r"), GIVES ("2,12,good,") },
    { REJECT ("framer", "cut", "RT,00001,O") } },
  { "/bad/keyence-iv3/garbage", &iv3, PATIENT, NULL,
    { IV3_ANSWERS,
      SAYS (GARBAGE "\r"
                    "RT,00001,OK,12,OK\r"),
      GIVES ("1,12,good,") },
    { REJECT ("device", "the frame has 1 column", GARBAGE "\r") } },
  { "/bad/keyence-iv3/code-page", &iv3, LISTENS, NULL,
    { SAYS ("RT,00001,OK,12\xb5m,OK\r"), GIVES ("1,,good,one=undecodable:12\xef\xbf\xbdm"),
      SAYS ("RT,00002,OK,12,OK\r"), GIVES ("2,12,good,") },
    { { NULL } } },

  { "/bad/keyence-sr/another", &sr, TRIGGERS PATIENT "trigger-answer=yes\n", NULL,
    { HEARS ("LON\r"),
      SAYS ("OK,LOFF\r"
            "ER,NUM,00\r"
            "OK,LON\r"
            "4901\r"),
      GIVES (CODE) },
    { REJECT ("device", "the answer to another command", "OK,LOFF\r"),
      REJECT ("device", "refused NUM: unknown-command 00", "ER,NUM,00\r") } },
  { "/bad/keyence-sr/late", &sr, TRIGGERS SHORT "trigger-answer=yes\n", NULL,
    { HEARS ("LON\r"), TOLD ("held: does not answer: asked to trigger"),
      SAYS ("OK,LON\r"
            "4901\r"),
      GIVES ("4901,good," UNBOUND ";camera=missing") },
    { REJECT ("device", "an answer behind its deadline, to trigger", "OK,LON\r") } },
  /* all that it says of it is that it does not take the command */
  { "/bad/keyence-sr/setup", &sr, TRIGGERS AT_ONCE "trigger-answer=yes\n", NULL,
    { HEARS ("LON\r"), SAYS ("ER,LON,23\r"), TOLD ("refused LON: connected 23"), HEARS ("LON\r"),
      SAYS ("OK,LON\r4901\r"), GIVES (CODE) },
    { { NULL } } },
  { "/bad/keyence-sr/offline", &sr, "", NULL,
    { LEAVES, TOLD ("machine: absent"), RETURNS, SAYS ("4901\r"), GIVES (CODE) },
    { { NULL } } },
  { "/bad/keyence-sr/power", &sr, "", NULL,
    { SAYS ("49"), LEAVES, TOLD ("machine: absent"), RETURNS, SAYS ("4901\r"), GIVES (CODE) },
    { REJECT ("framer", "cut", "49") } },
  { "/bad/keyence-sr/garbage", &sr, "", NULL,
    { SAYS (GARBAGE "\r"
                    "%P01-00094901\r"
                    "4901\r"),
      GIVES (CODE) },
    { REJECT ("device", "the pattern does not match", GARBAGE "\r"),
      REJECT ("device", "a code that is not as long as its head says", "%P01-00094901\r") } },
  { "/bad/keyence-sr/code-page", &sr_any, "", NULL,
    { SAYS ("49\xb0\r"
            "4901\r"),
      GIVES (CODE) },
    { REJECT ("device", "is no string", "49\xb0\r") } },

  /* nothing is known that it answers: no answer of another command, and none that is late */
  { "/bad/keyence-im/offline", &im, "expect-every=50ms\n", NULL,
    { TOLD ("machine: silent"), SAYS (BLOCK ("1.5", "2.5")), TOLD ("machine: running"),
      GIVES ("1.5,2.5,bolt,") },
    { { NULL } } },
  { "/bad/keyence-im/power", &im, "", NULL,
    { SAYS ("ST\r\nSE 123 1.0\r\nMS bolt\r\nIT 1 9.9 mm"), SAYS (BLOCK ("1.5", "2.5")),
      GIVES ("1.5,2.5,bolt,") },
    { { NULL } } },
  { "/bad/keyence-im/garbage", &im, "", NULL,
    { SAYS (GARBAGE "\r\n" BLOCK ("1.5", "2.5")), GIVES ("1.5,2.5,bolt,") },
    { REJECT ("framer", "no start of a block", GARBAGE "\r\n") } },
  /* in the line of its ST, so that it does not begin */
  { "/bad/keyence-im/garbage/joined", &im, "", NULL,
    { SAYS (GARBAGE BLOCK ("1.5", "2.5") BLOCK ("2.5", "3.5")), GIVES ("2.5,3.5,bolt,") },
    { REJECT ("framer", "no start of a block", GARBAGE BLOCK ("1.5", "2.5")) } },
  { "/bad/keyence-im/garbage/sum", &im, "line-sums=yes\n", NULL,
    { SAYS ("STA7\r\nIT 1 9.5 mm a 1 0 0 05E\r\nEN93\r\n"
            "STA7\r\nIT 1 1.5 mm a 1 0 0 05E\r\nEN93\r\n"),
      GIVES ("1.5,,,two=missing;part=missing") },
    { REJECT ("device", "a line whose sum is wrong",
              "STA7\r\nIT 1 9.5 mm a 1 0 0 05E\r\nEN93\r\n") } },
  { "/bad/keyence-im/code-page", &im, "", NULL,
    { SAYS ("ST\r\nMS Schl\xfcssel\r\nIT 1 1.5 mm a 1 0 0 0\r\nEN\r\n"),
      GIVES ("1.5,,,two=missing;part=undecodable:Schl\xef\xbf\xbdssel"),
      SAYS (BLOCK ("1.5", "2.5")), GIVES ("1.5,2.5,bolt,") },
    { { NULL } } },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bad_machine_add (cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
