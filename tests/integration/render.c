/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* render.c - tests leat render from the outside: of records of a store, beside a daemon and without
 * one, and of frames */
#include "../faults/web-oracle.h"
#include "daemons.h"
#include "words.h"

#define DAEMON "[daemon]\ngateway=line-3\nstate-dir=DIR/state\n"
#define CAMERA \
  "[source camera0]\nplugin=serial\ndevice=/dev/null\nframer=fixture-line\nschema=pv200\n"
#define SCALE "[source scale]\nplugin=serial\ndevice=/dev/tty9\nframer=fixture-line\n"
#define WEB \
  "[sink mes]\nplugin=rest\nurl=http://mes.example/{source}/\nbody=template\n" \
  "template={\"num\":{fields.num}}\ncompression=gzip\nkey-header=none\ntoken=hush\n"
#define FILES "[sink files]\nplugin=csv\npath=DIR/{source}.csv\n"
#define STORE "[sink keep]\nplugin=buffer\n"
#define RENDER "render --config DIR/leat.conf "

#define REQUEST \
  "POST http://mes.example/camera0/\nAuthorization: ***\nContent-Type: application/json\n" \
  "Content-Encoding: gzip\n\n{\"num\":17}\n"

typedef struct {
  const char *path;
  const char *config;
  const char *words;
  int         code;
  const char *output;
  const char *errors;
} Case;

static const Case cases[] = {
  { "/render/frame", DAEMON CAMERA WEB, RENDER "mes --frame DIR/frame", 0, REQUEST, "" },
  { "/render/source", DAEMON CAMERA SCALE WEB, RENDER "mes --frame DIR/frame --source camera0", 0,
    REQUEST, "" },
  { "/render/template-fault", DAEMON SCALE WEB, RENDER "mes --frame DIR/frame", 1, "",
    "leat render: scale/00000000000000000000/1: template: {fields.num}: records of scale (schema "
    "text) have none; add |default:TEXT, or send them elsewhere by from=\n" },
  { "/render/several-sources", DAEMON CAMERA SCALE WEB, RENDER "mes --frame DIR/frame", 1, "",
    "leat render: mes takes the records of 2 sources; --source says whose frame it is\n" },
  { "/render/no-source", DAEMON CAMERA WEB, RENDER "mes --frame DIR/frame --source x", 1, "",
    "leat render: there is no source x\n" },
  { "/render/bad-frame", DAEMON CAMERA WEB, RENDER "mes --frame DIR/leat.conf", 1, "",
    "leat render: DIR/leat.conf: *\n" },
  { "/render/no-sink", DAEMON CAMERA WEB FILES, RENDER "mse", 1, "",
    "leat render: there is no sink mse; mes sends requests\n" },
  { "/render/no-requests", DAEMON CAMERA WEB FILES, RENDER "files", 1, "",
    "leat render: files: a sink of plugin=csv sends no requests; mes sends requests\n" },
  { "/render/no-store", DAEMON CAMERA WEB, RENDER "mes", 1, "",
    "leat render: mes: reads from no store that could be looked into; --frame FILE shows what a "
    "frame would make\n" },
  { "/render/no-file", DAEMON CAMERA WEB STORE, RENDER "mes", 1, "",
    "leat render: DIR/state/buffer.db: there is no such file; leatd makes it when it first "
    "writes\n" },
  { "/render/no-words", DAEMON, RENDER, 2, "",
    "leat render: --config FILE and a SINK are right; leat render --help tells more\n" },
  { "/render/both", DAEMON, RENDER "mes 1 --frame DIR/frame", 2, "",
    "leat render: either an ID or --frame FILE; leat render --help tells more\n" },
  { "/render/source-of-nothing", DAEMON, RENDER "mes 1 --source camera0", 2, "",
    "leat render: --source belongs to --frame FILE; leat render --help tells more\n" },
};

static void
test_case (Words *words, gconstpointer data)
{
  const Case *test = data;
  g_autofree char *whole = words_replace (test->config, "DIR", words->folder);

  words_write (words, "leat.conf", whole);
  words_write (words, "frame", "18/10/13,14:03:22, 17, 1,1.730,2.104,\r\n");
  words_run (words, test->words);
  if (!g_pattern_match_simple (test->errors, words->errors))
    g_assert_cmpstr (words->errors, ==, test->errors);
  g_assert_cmpstr (words->output, ==, test->output);
  g_assert_cmpint (words->code, ==, test->code);
}

static guint
refuse_second (guint num, gpointer user_data)
{
  return num == 2 ? 422 : 0;
}

/* four records, of which web has refused the second and later has had none */
static TestDaemon *
start_daemon (WebOracle *web)
{
  g_autofree char *text = g_strdup_printf (
      "[source machine]\nplugin=fixture-patient\nbatches=1\nrecords=4\nfirst=1\nthen=wait\n" STORE
      "[sink web]\nplugin=rest\nurl=http://127.0.0.1:%u/{source}\naccept-test=yes\n"
      "retry-first=2ms\nretry-longest=20ms\n"
      "[sink later]\nplugin=rest\nurl=http://127.0.0.1:1/\nbody=text\ntemplate={fields.num}\n"
      "accept-test=yes\n",
      web->port);
  TestDaemon *daemon = test_daemon_new (text);

  web->refused = refuse_second;
  test_daemon_start (daemon);
  web_oracle_await (web, 0, 3, 60);
  return daemon;
}

/* what "leat render @words" shows ends so; its idempotency key */
static char *
assert_renders (Words *words, const char *what, const char *url, const char *end)
{
  g_autofree char *line = g_strconcat (RENDER, what, NULL);
  g_autofree char *begin = g_strdup_printf ("POST %s\n", url);
  const char *key;

  words_run (words, line);
  g_assert_cmpstr (words->errors, ==, "");
  g_assert_cmpint (words->code, ==, 0);
  if (!g_str_has_prefix (words->output, begin) || !g_str_has_suffix (words->output, end))
    g_error ("%s: %s", what, words->output);
  key = strstr (words->output, "Idempotency-Key: ") + strlen ("Idempotency-Key: ");
  return g_strndup (key, strcspn (key, "\n"));
}

static void
check_records (Words *words, const char *url)
{
  g_autofree char *next = assert_renders (words, "later", "http://127.0.0.1:1/", "\n\n1\n");
  g_autofree char *refused = assert_renders (words, "web 2", url,
                                             "\"fields\":{\"num\":2,\"text\":\"\"}}\n");
  g_autofree char *by_id = g_strconcat ("web ", refused, NULL);
  g_autofree char *same = assert_renders (words, by_id, url,
                                          "\"fields\":{\"num\":2,\"text\":\"\"}}\n");
  g_autofree char *several = assert_renders (words, "later 3 1", "http://127.0.0.1:1/", "\n\n1\n");

  g_assert_true (g_str_has_suffix (next, "/1"));
  g_assert_true (g_str_has_suffix (refused, "/2"));
  g_assert_cmpstr (same, ==, refused);
  g_assert_true (g_str_has_suffix (several, "/3"));
  words_run (words, RENDER "web 5");
  words_expect (words, 1, "",
                "leat render: DIR/state/buffer.db: there is no record 5; leat store export lists "
                "those there are\n");
}

/* where a reader stands is in the file with the store's next commit */
static void
await_reader (Words *words, const char *name)
{
  do
    words_run (words, "store --config DIR/leat.conf readers");
  while (strstr (words->output, name) == NULL);
}

static void
test_store (void)
{
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autoptr (TestDaemon) daemon = start_daemon (web);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/machine", web->port);
  Words words = { .folder = daemon->directory };
  g_autofree char *newest = NULL;
  guint n_requests;

  test_daemon_await (daemon, "later: offline");
  await_reader (&words, "later");
  check_records (&words, url);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  n_requests = fake_server_count (web->server);
  check_records (&words, url);
  newest = assert_renders (&words, "web", url, "\"num\":4,\"text\":\"\"}}\n");
  g_assert_true (g_str_has_suffix (newest, "/4"));
  g_assert_cmpuint (fake_server_count (web->server), ==, n_requests);
  g_free (words.output);
  g_free (words.errors);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Words, &cases[i], words_set_up, test_case, words_tear_down);
  g_test_add_func ("/render/store", test_store);
  return g_test_run ();
}
