/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rejects-refused.c - tests that what a service has refused is listed, and comes to it once more or
 * is let go, as somebody decides */
#include "../faults/web-oracle.h"
#include "daemons.h"
#include "words.h"

#define REJECTS(verb) "rejects " verb " --config DIR/leat.conf "

/* those of which the service will never hear */
static guint
refuse_some (guint num, gpointer user_data)
{
  return num == 2 || num == 4 ? 422 : 0;
}

/* so many records, of which the second and fourth are refused */
static void
write_config (TestDaemon *daemon, WebOracle *web, guint first, guint n_records)
{
  g_autofree char *text = g_strdup_printf (
      "[source machine]\nplugin=fixture-patient\nbatches=1\nrecords=%u\nfirst=%u\nthen=wait\n"
      "[sink keep]\nplugin=buffer\n"
      "[sink web]\nplugin=rest\nurl=http://127.0.0.1:%u/\naccept-test=yes\n"
      "retry-first=2ms\nretry-longest=20ms\n",
      n_records, first, web->port);

  test_daemon_write_config (daemon, text);
}

static TestDaemon *
run_daemon (WebOracle *web)
{
  TestDaemon *daemon = test_daemon_new ("");

  write_config (daemon, web, 1, 5);
  web->refused = refuse_some;
  test_daemon_start (daemon);
  web_oracle_await (web, 0, 3, 60);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  return daemon;
}

static void
assert_says (Words *words, const char *what, const char *pattern)
{
  words_run (words, what);
  g_assert_cmpint (words->code, ==, 0);
  if (!g_pattern_match_simple (pattern, words->output))
    g_error ("%s: %s", what, words->output);
}

static void
test_retry (void)
{
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autoptr (TestDaemon) daemon = run_daemon (web);
  Words words = { .folder = daemon->directory };

  assert_says (&words, REJECTS ("list"),
               "     ID SINK       TIME                 STATUS REASON           ANSWER\n"
               "      2 web        *Z    422 * no such part\n"
               "      4 web        *Z    422 * no such part\n");
  assert_says (&words, REJECTS ("list --json --source mach*"),
               "{\"id\":2,*\"answer\":\"no such part\",\"record\":{*\"num\":2,*}}\n{\"id\":4,*}\n");
  assert_says (&words, REJECTS ("list --stage schema"), "");
  assert_says (&words, REJECTS ("show web 4"), "id      4\nrecord  machine/*/4\n*no such part\n");
  assert_says (&words, REJECTS ("retry web 2"), "web: 1 refused record once more\n");

  /* beside a daemon that is running, too */
  web->refused = NULL;
  write_config (daemon, web, 6, 1);
  test_daemon_start (daemon);
  web_oracle_await (web, 6, 0, 60);
  web_oracle_await (web, 2, 0, 60);
  assert_says (&words, REJECTS ("retry web --all"), "web: 1 refused record once more\n");
  web_oracle_await (web, 4, 0, 60);
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  assert_says (&words, REJECTS ("list"), "");
  g_assert_cmpstr (words.errors, ==, "no rejects\n");
  g_assert_cmpuint (web->nums->len, ==, 6);
  g_free (words.output);
  g_free (words.errors);
}

static void
test_drop (void)
{
  g_autoptr (WebOracle) web = web_oracle_new ();
  g_autoptr (TestDaemon) daemon = run_daemon (web);
  Words words = { .folder = daemon->directory };

  assert_says (&words, REJECTS ("drop web 4"), "web: 1 refused record let go\n");
  assert_says (&words, REJECTS ("list"), "*\n      2 web *no such part\n");
  words_run (&words, REJECTS ("drop web 4 2"));
  words_expect (&words, 1, "",
                "leat rejects drop: web: has no refused record 4; leat rejects list shows those "
                "there are\n");
  assert_says (&words, REJECTS ("drop web --all"), "web: 1 refused record let go\n");
  g_free (words.output);
  g_free (words.errors);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rejects-refused/retry", test_retry);
  g_test_add_func ("/rejects-refused/drop", test_drop);
  return g_test_run ();
}
