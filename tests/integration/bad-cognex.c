/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bad-cognex.c - what bad input of an In-Sight, a DataMan and machines of Omron becomes
 *
 * An In-Sight alone has a login. Setup mode is what it calls offline; a DataMan says that it is
 * offline when it is triggered; machines of Omron say of neither. */
#include "bad-machine.h"

static const BadFamily in_sight = {
  .name = "in-sight",
  .schema = "format=regex\npattern=^\\\\[(?<part>[^,]*),(?<one>[^,]*)\\\\]$\n"
            "[field part]\ntype=string\n[field one]\ntype=decimal\nrequired=yes\n",
  .columns = "part;one",
};

static const BadFamily dataman = {
  .name = "dataman",
  .schema = "format=regex\npattern=^(?<code>[0-9]+)$\n[field code]\ntype=string\nrequired=yes\n",
  .columns = "code",
};

static const BadFamily dataman_any = { .name = "dataman", .columns = "code" };

static const BadFamily omron = {
  .name = "omron",
  .schema = "columns=3\nshortage=reject\nsurplus=reject\n"
            "[field one]\ncolumn=2\ntype=decimal\nrequired=yes\n"
            "[field name]\ncolumn=3\ntype=string\n",
  .columns = "one;name;judgement",
};

#define ASKS_LOGIN \
  SAYS ("Welcome to In-Sight(tm)  8502P Session 0\r\nUser: "), HEARS ("admin\r\n"), \
      SAYS ("Password: "), HEARS ("x\r\n")
#define LOGS_IN ASKS_LOGIN, SAYS ("User Logged In\r\n")
#define PASSWORD PATIENT "login-password=x\n"
#define IS_ONLINE HEARS ("GO\r\n"), SAYS ("1\r\n"), HEARS ("GF\r\n"), SAYS ("1\r\na.job\r\n")
#define LISTENS "login=no\nread-state=no\n"
#define READER "no-read=NOREAD\n"
#define EXTENDED TRIGGERS READER "dmcc-response=extended\n"

static const BadCase cases[] = {
  /* no answer says which command it is of: one too many is seen */
  { "/bad/in-sight/another", &in_sight, LISTENS, NULL,
    { SAYS ("1\r\n-2\r\n[bolt,1.5]\r\n"), GIVES ("bolt,1.5,") },
    { REJECT ("device", "the status of a command, and none was sent", "1\r\n"),
      REJECT ("device", "the status of a command, and none was sent", "-2\r\n") } },
  { "/bad/in-sight/late", &in_sight, SHORT "login=no\n", NULL,
    { HEARS ("GO\r\n"), TOLD ("held: does not answer: asked to read the mode"),
      SAYS ("1\r\n[bolt,1.5]\r\n"), GIVES ("bolt,1.5,program=missing") },
    { REJECT ("device", "an answer behind its deadline, to read the mode", "1\r\n") } },
  { "/bad/in-sight/password", &in_sight, PASSWORD, NULL,
    { ASKS_LOGIN, SAYS ("Invalid Password\r\n"),
      TOLD ("held: the machine refuses the login of admin"), IS_CALLED, LOGS_IN, IS_ONLINE,
      SAYS ("[bolt,1.5]\r\n"), GIVES ("bolt,1.5,") },
    { { NULL } } },
  { "/bad/in-sight/offline", &in_sight, PATIENT "login=no\n" OFTEN, NULL,
    { HEARS ("GO\r\n"), SAYS ("0\r\n"), TOLD ("held: the machine is offline"), HEARS ("GF\r\n"),
      SAYS ("1\r\na.job\r\n"), HEARS ("GO\r\n"), SAYS ("1\r\n"), TOLD ("machine: running"),
      SAYS ("[bolt,1.5]\r\n"), GIVES ("bolt,1.5,") },
    { { NULL } } },
  { "/bad/in-sight/offline/refused", &in_sight, LISTENS TRIGGERS AT_ONCE OFTEN, NULL,
    { HEARS ("SW8\r\n"), SAYS ("-5\r\n"), TOLD ("held: the machine is offline"), HEARS ("SW8\r\n"),
      SAYS ("1\r\n[bolt,1.5]\r\n"), GIVES ("bolt,1.5,"), TOLD ("machine: running") },
    { { NULL } } },
  { "/bad/in-sight/power", &in_sight, PASSWORD, NULL,
    { LOGS_IN, IS_ONLINE, SAYS ("[bolt,1."), LEAVES, TOLD ("machine: absent"), RETURNS, LOGS_IN,
      IS_ONLINE, SAYS ("[bolt,1.5]\r\n"), GIVES ("bolt,1.5,") },
    { REJECT ("framer", "cut", "[bolt,1.") } },
  { "/bad/in-sight/garbage", &in_sight, PASSWORD, NULL,
    { SAYS (GARBAGE "\r\n"), LOGS_IN, IS_ONLINE, SAYS (GARBAGE "\r\n[bolt,1.5]\r\n"),
      GIVES ("bolt,1.5,") },
    { REJECT ("device", "the pattern does not match", GARBAGE "\r\n"),
      REJECT ("device", "the pattern does not match", GARBAGE "\r\n") } },
  { "/bad/in-sight/code-page", &in_sight, LISTENS, NULL,
    { SAYS ("[1\xb0,1.5]\r\n"), GIVES (",1.5,part=undecodable:1\xef\xbf\xbd"),
      SAYS ("[bolt,1.5]\r\n"), GIVES ("bolt,1.5,") },
    { { NULL } } },
  { "/bad/in-sight/code-page/named", &in_sight, LISTENS, "latin-1",
    { SAYS ("[1\xb0,1.5]\r\n"), GIVES ("1°,1.5,") },
    { { NULL } } },

  /* likewise */
  { "/bad/dataman/another", &dataman, READER, NULL,
    { SAYS ("||0:7[0]\r\n||0:7[102]\r\n4901\r\n"), GIVES ("4901,") },
    { REJECT ("device", "an answer, and nothing was asked", "||0:7[0]\r\n"),
      REJECT ("device", "parameter-invalid 102", "||0:7[102]\r\n") } },
  { "/bad/dataman/late", &dataman, EXTENDED SHORT, NULL,
    { HEARS ("||>TRIGGER ON\r\n"), TOLD ("held: does not answer: asked to trigger"),
      SAYS ("||0:7[0]\r\n4901\r\n"), GIVES ("4901," UNBOUND) },
    { REJECT ("device", "an answer behind its deadline, to trigger", "||0:7[0]\r\n") } },
  { "/bad/dataman/offline", &dataman, EXTENDED AT_ONCE OFTEN, NULL,
    { HEARS ("||>TRIGGER ON\r\n"), SAYS ("||:::2[105]\r\n"), TOLD ("held: the machine is offline"),
      HEARS ("||>TRIGGER ON\r\n"), SAYS ("||:::2[0]\r\n4901\r\n"), GIVES ("4901,"),
      TOLD ("machine: running") },
    { { NULL } } },
  { "/bad/dataman/power", &dataman, READER, NULL,
    { SAYS ("49"), LEAVES, TOLD ("machine: absent"), RETURNS, SAYS ("4901\r\n"), GIVES ("4901,") },
    { REJECT ("framer", "cut", "49") } },
  { "/bad/dataman/garbage", &dataman, READER, NULL,
    { SAYS (GARBAGE "\r\n4901\r\n"), GIVES ("4901,") },
    { REJECT ("device", "the pattern does not match", GARBAGE "\r\n") } },
  { "/bad/dataman/code-page", &dataman_any, READER, NULL,
    { SAYS ("49\xb0\r\n4901\r\n"), GIVES ("4901,") },
    { REJECT ("device", "is no string", "49\xb0\r\n") } },

  /* likewise */
  { "/bad/omron/another", &omron, "judgement-column=1\n", NULL,
    { SAYS ("OK\rER\r1,1.5,bolt\r"), GIVES ("1.5,bolt,good,") },
    { REJECT ("device", "an answer, and nothing was asked", "OK\r"),
      REJECT ("device", "refused ER", "ER\r") } },
  { "/bad/omron/late", &omron, TRIGGERS SHORT "judgement-column=1\n", NULL,
    { HEARS ("MEASURE\r"), TOLD ("held: does not answer: asked to trigger"),
      SAYS ("1,1.5,bolt\rOK\r"), GIVES ("1.5,bolt,good," UNBOUND) },
    { REJECT ("device", "an answer behind its deadline, to trigger", "OK\r") } },
  { "/bad/omron/offline", &omron, "judgement-column=1\n", NULL,
    { LEAVES, TOLD ("machine: absent"), RETURNS, SAYS ("1,1.5,bolt\r"), GIVES ("1.5,bolt,good,") },
    { { NULL } } },
  { "/bad/omron/power", &omron, "judgement-column=1\n", NULL,
    { SAYS ("1,1."), LEAVES, TOLD ("machine: absent"), RETURNS, SAYS ("1,1.5,bolt\r"),
      GIVES ("1.5,bolt,good,") },
    { REJECT ("framer", "cut", "1,1.") } },
  { "/bad/omron/garbage", &omron, "judgement-column=1\n", NULL,
    { SAYS (GARBAGE "\r"
                    "1,1.5,bolt\r"),
      GIVES ("1.5,bolt,good,") },
    { REJECT ("device", "the frame has 1 column", GARBAGE "\r") } },
  { "/bad/omron/code-page", &omron, "judgement-column=1\n", NULL,
    { SAYS ("1,1.5,Schl\xfcssel\r"), GIVES ("1.5,,good,name=undecodable:Schl\xef\xbf\xbdssel"),
      SAYS ("1,1.5,bolt\r"), GIVES ("1.5,bolt,good,") },
    { { NULL } } },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  bad_machine_add (cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
