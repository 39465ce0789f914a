/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store.c - tests leat store from the outside: it finds the store, and its words */
#include "bus-machine.h"

#define SOURCE "[source camera0]\nplugin=serial\ndevice=/dev/null\nframer=cr\nschema=pv200\n" \
               "[framer cr]\ntype=delimiter\ndelimiter=\\r\n"
#define DAEMON "[daemon]\ngateway=line-3\nstate-dir=DIR/state\n"
#define STORE "[sink keep]\nplugin=buffer\n"
#define OTHER "[sink other]\nplugin=buffer\npath=other.db\n"

static void
write_config (Words *words, const char *text)
{
  g_autofree char *whole = words_replace (text, "DIR", words->folder);

  words_write (words, "leat.conf", whole);
}

typedef struct {
  const char *path;
  const char *config;
  const char *words;
  int         code;
  const char *output;
  const char *errors;
} Case;

static const Case cases[] = {
  { "/store/files", DAEMON SOURCE STORE, "store --config DIR/leat.conf files", 0,
    "DIR/state/buffer.db\n", "" },
  { "/store/option-behind-word", DAEMON SOURCE STORE, "store files --config DIR/leat.conf", 0,
    "DIR/state/buffer.db\n", "" },
  { "/store/by-name", DAEMON SOURCE STORE OTHER, "store --config DIR/leat.conf --name other files",
    0, "DIR/state/other.db\n", "" },
  { "/store/no-file", DAEMON SOURCE STORE,
    "store --config DIR/leat.conf replay mes --from 2018-01-01", 1, "",
    "leat store replay: DIR/state/buffer.db: there is no such file; leatd makes it when it first "
    "writes\n" },
  { "/store/several", DAEMON SOURCE STORE OTHER, "store --config DIR/leat.conf files", 1, "",
    "leat store: DIR/leat.conf: the key file has several stores; --name says which is meant\n" },
  { "/store/no-such", DAEMON SOURCE STORE, "store --config DIR/leat.conf --name x files", 1, "",
    "leat store: DIR/leat.conf: there is no store x\n" },
  { "/store/none", DAEMON SOURCE, "store --config DIR/leat.conf files", 1, "",
    "leat store: DIR/leat.conf: the key file has no store\n" },
  { "/store/word", DAEMON SOURCE STORE, "store --config DIR/leat.conf stauts", 2, "",
    "leat store: keep has no word stauts; did you mean status?\n" },
  { "/store/word-of-rejects", DAEMON SOURCE STORE, "store --config DIR/leat.conf retry mes --all",
    2, "", "leat store: retry is a word of leat rejects\n" },
  { "/store/usage", DAEMON SOURCE STORE, "store", 2, "",
    "leat store: a WORD is right; leat store --help tells more\n" },
  { "/store/no-bus", DAEMON SOURCE STORE, "store --bus nonsense files", 1, "",
    "leat store: no --config FILE, and --bus=nonsense: system, session or an address (unix:path=…) "
    "is right\n" },
};

static void
test_case (Words *words, gconstpointer data)
{
  const Case *test = data;

  write_config (words, test->config);
  words_run (words, test->words);
  g_assert_cmpstr (words->errors, ==, test->errors);
  g_assert_cmpstr (words->output, ==, test->output);
  g_assert_cmpint (words->code, ==, test->code);
}

static void
test_help (Words *words, gconstpointer data)
{
  write_config (words, DAEMON SOURCE STORE);
  words_run (words, "store --config DIR/leat.conf help");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_nonnull (strstr (words->output, "replay READER --from TIME [--to TIME] - "));
  g_assert_null (strstr (words->output, "retry"));
  words_run (words, "store --help");
  g_assert_cmpint (words->code, ==, 0);
  g_assert_nonnull (strstr (words->output, "Usage: leat store [OPTION…] WORD"));
}

/* without a key file that of the leatd on the bus is meant */
static void
test_running (BusMachine *self, gconstpointer data)
{
  g_autofree char *config = test_path (self->daemon, "leat.conf");
  g_autofree char *expected = g_strdup_printf ("leat store: %s: the key file has no store\n",
                                               config);

  words_run (&self->words, "store files");
  words_expect (&self->words, 1, "", expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Words, &cases[i], words_set_up, test_case, words_tear_down);
  bus_machine_add ("/store/running", test_running);
  g_test_add ("/store/help", Words, NULL, words_set_up, test_help, words_tear_down);
  return g_test_run ();
}
