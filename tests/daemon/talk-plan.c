/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* talk-plan.c - tests how what is said to a device is spelled, and what is answered to nonsense */
#include "config/leatd-talk-plan.h"
#include "configs.h"
#include <glib/gstdio.h>
#include <string.h>

/* lines 1 to 5 */
#define SCALE "[source c]\nplugin=serial\ndevice=/dev/ttyS0\nframer=mt-sics\nschema=mt-sics\n"
#define ENDS "[sink k]\nplugin=fixture-picky\n"

static const struct {
  const char *name;
  const char *text;
  const char *faults;
} cases[] = {
  { "polls", SCALE "poll-command=S\\r\\n\npoll-interval=1s\n", "" },
  { "all",
    SCALE "on-connect-await=^READY\non-connect=A\\r;B\\r\non-connect-answer=OK\n"
          "on-connect-timeout=1s\npoll-command=S\\r\\n;SI\\r\\n\npoll-name=stable;now\n"
          "poll-times=06:00;14:00;22:00\npoll-zone=Asia/Taipei\npoll-timeout=2s\n"
          "poll-answer=^S S;^S\npoll-until=END\npoll-frames=5\npoll-unasked=record\n"
          "poll-settle=3s\npoll-gap=0\npoll-failures=0\n",
    "" },
  { "never", SCALE "poll-command=S\\r\\n\n",
    "f:6: [source c] poll-command: is never asked; poll-interval= or poll-times= says when\n" },
  { "interval-and-times", SCALE "poll-command=S\\r\\n\npoll-interval=1s\npoll-times=06:00\n",
    "f:8: [source c] poll-times: poll-interval= is there too; just one of them is right\n" },
  { "interval-too-short", SCALE "poll-command=S\\r\\n\npoll-interval=1us\n",
    "f:7: [source c] poll-interval: 1ms is the least\n" },
  { "time", SCALE "poll-command=S\\r\\n\npoll-times=6:00\n",
    "f:7: [source c] poll-times: \"6:00\" is no time of day; 06:00 or 22:30:15 is right\n" },
  { "zone", SCALE "poll-command=S\\r\\n\npoll-times=06:00\npoll-zone=Taipei\n",
    "f:8: [source c] poll-zone: \"Taipei\" is no time zone that is known here; write UTC, local, "
    "+08:00 or a name such as Asia/Taipei (names come with the package tzdata)\n" },
  { "zone-without-times", SCALE "poll-command=S\\r\\n\npoll-interval=1s\npoll-zone=UTC\n",
    "f:8: [source c] poll-zone: says nothing without poll-times=; leave it out\n" },
  { "no-command", SCALE "poll-interval=1s\npoll-answer=S\n",
    "f:6: [source c] poll-interval: says nothing without poll-command=, what the device is asked\n"
    "f:7: [source c] poll-answer: says nothing without poll-command=, what the device is asked\n" },
  { "pattern", SCALE "poll-command=S\\r\\n\npoll-interval=1s\npoll-answer=(S\n",
    "f:8: [source c] poll-answer: Error while compiling regular expression ‘(S’ at char 2: missing "
    "terminating )\n" },
  { "number-of-answers",
    SCALE "poll-command=S\\r\\n;T\\r\\n;U\\r\\n\npoll-interval=1s\npoll-answer=S;T\n",
    "f:8: [source c] poll-answer: has 2 for 3 commands of poll-command=; one for all, or 3 are "
    "right\n" },
  { "number-of-names", SCALE "poll-command=S\\r\\n\npoll-interval=1s\npoll-name=a;b\n",
    "f:8: [source c] poll-name: has 2 for 1 commands of poll-command=; 1 is right\n" },
  { "names-twice", SCALE "poll-command=S\\r\\n;T\\r\\n\npoll-interval=1s\npoll-name=a;a\n",
    "f:8: [source c] poll-name: a stands there twice\n" },
  { "record-without-answer", SCALE "poll-command=S\\r\\n\npoll-interval=1s\npoll-unasked=record\n",
    "f:8: [source c] poll-unasked: without poll-answer= the first frame behind a question is its "
    "answer, whatever it is; say there what answers look like\n" },
  { "tag", SCALE "poll-command=S\\r\\n\npoll-interval=1s\ntag.command=x\n",
    "f:8: [source c] tag.command: is what records have the command in that they answer; another "
    "name is right\n" },
  { "answers-to-nothing", SCALE "on-connect-answer=OK\n",
    "f:6: [source c] on-connect-answer: has 1 answers to 0 that are sent; on-connect= says what is "
    "sent\n" },
  { "too-many-answers", SCALE "on-connect=A\\r\non-connect-answer=OK;OK\n",
    "f:7: [source c] on-connect-answer: has 2 answers to 1 that is sent; on-connect= says what is "
    "sent\n" },
  { "fewer-answers", SCALE "on-connect=A\\r;B\\r\non-connect-answer=OK\n", "" },
  { "no-file", SCALE "on-connect-file=/nonexistent\n",
    "f:6: [source c] on-connect-file: /nonexistent: is no file\n" },
  { "no-regular-file", SCALE "on-connect-file=/dev/null\n",
    "f:6: [source c] on-connect-file: /dev/null: is no file\n" },
  { "named",
    SCALE "allow-commands=named\ncommand=Z\\r\\n;T\\r\\n\ncommand-name=zero;tare\n"
          "command-answer=^Z A\ncommand-timeout=10s\n",
    "" },
  { "named-forbidden", SCALE "command=Z\\r\\n\ncommand-name=zero\n",
    "f:6: [source c] command: nobody may send it; allow-commands=named lets them\n" },
  { "named-none", SCALE "allow-commands=named\n",
    "f:6: [source c] allow-commands: names none; command= and command-name= say what may be "
    "sent\n" },
  { "named-without-name", SCALE "allow-commands=yes\ncommand=Z\\r\\n\n",
    "f:1: [source c] command-name: has 0 for 1 of command=; 1 is right\n" },
  { "named-twice", SCALE "allow-commands=yes\ncommand=Z;T\ncommand-name=a;a\n",
    "f:8: [source c] command-name: a stands there twice\n" },
  { "named-answers",
    SCALE "allow-commands=yes\ncommand=Z\ncommand-name=a\ncommand-answer=A;B\n",
    "f:9: [source c] command-answer: has 2 for 1 of command=; at most 1 is right\n" },
  { "named-alone", SCALE "command-name=a\n",
    "f:6: [source c] command-name: says nothing without command=, what is sent\n" },
  { "listening",
    "[source c]\nplugin=tcp\ndevice=listen://127.0.0.1:9000\nframer=mt-sics\nschema=mt-sics\n"
    "poll-command=S\\r\\n\npoll-interval=1s\n",
    "f:6: [source c] poll-command: whoever comes to listen://127.0.0.1:9000 is not asked; a source "
    "of its own that connects to the device is right\n" },
  { "no-device", "[source c]\nplugin=fixture-source\npoll-command=S\npoll-interval=1s\n",
    "f:3: [source c] poll-command: fixture-source has no device that could be asked\n" },
};

static void
test_faults (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *text = g_strconcat (cases[i].text, ENDS, NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (LeatdConfig) config = test_config (text, faults);
  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==, cases[i].faults);
  g_assert_cmpint (config != NULL, ==, *cases[i].faults == '\0');
}

static LeatdConfig *
load (const char *keys)
{
  g_autofree char *text = g_strconcat (SCALE, keys, ENDS, NULL);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdConfig *config = test_config (text, faults);
  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==, "");
  return config;
}

static const LeatdSourceConfig *
get_source (LeatdConfig *config)
{
  return g_ptr_array_index (leatd_config_get_sources (config), 0);
}

static void
check_line (const GPtrArray *lines, guint i, const char *name, const char *bytes,
            const char *answer, const char *until)
{
  const LeatdTalkLine *line = g_ptr_array_index (lines, i);
  gsize length = 0;
  const char *data = line->bytes != NULL ? g_bytes_get_data (line->bytes, &length) : "";

  g_assert_cmpstr (line->name, ==, name);
  g_assert_cmpuint (length, ==, strlen (bytes));
  g_assert_cmpint (memcmp (data, bytes, length), ==, 0);
  g_assert_cmpstr (line->answer != NULL ? leatd_pattern_get_text (line->answer) : NULL, ==, answer);
  g_assert_cmpstr (line->until != NULL ? leatd_pattern_get_text (line->until) : NULL, ==, until);
}

static void
test_connect (void)
{
  g_autoptr (LeatdConfig)
      config = load ("on-connect-await=User:\non-connect=admin\\r\\n;\\x02x\\;\\x03\n"
                     "on-connect-answer=Password:\n");
  const LeatdTalkPlan *plan = get_source (config)->talk;

  g_assert_cmpuint (plan->connect->len, ==, 3);
  g_assert_cmpuint (plan->polls->len, ==, 0);
  check_line (plan->connect, 0, "on-connect-await=", "", "User:", NULL);
  check_line (plan->connect, 1, "on-connect= 1 of 2", "admin\r\n", "Password:", NULL);
  check_line (plan->connect, 2, "on-connect= 2 of 2", "\x02x;\x03", NULL, NULL);
}

static void
test_polls (void)
{
  g_autoptr (LeatdConfig)
      config = load ("poll-command=S\\r\\n;\\x01\\x03\npoll-times=06:00\npoll-answer=^S\n"
                     "poll-until=a;b\npoll-timeout=7s\n");
  const LeatdSourceConfig *source = get_source (config);

  g_assert_cmpuint (source->talk->polls->len, ==, 2);
  check_line (source->talk->polls, 0, "S", "S\r\n", "^S", "a");
  check_line (source->talk->polls, 1, "\\x01\\x03", "\x01\x03", "^S", "b");
  g_assert_cmpstr (source->talk->names[1], ==, "\\x01\\x03");
  g_assert_nonnull (source->talk->times);
  g_assert_cmpint (source->settings.talk.settle, ==, 7 * G_USEC_PER_SEC);
}

static void
test_file (void)
{
  g_autofree char *name = NULL;
  const int fd = g_file_open_tmp ("leat-XXXXXX", &name, NULL);
  g_autofree char *keys = g_strdup_printf ("on-connect-file=%s\non-connect-answer=OK\n", name);
  g_autoptr (LeatdConfig) config = NULL;

  g_assert_cmpint (write (fd, "\\r\0x", 4), ==, 4);
  g_close (fd, NULL);
  config = load (keys);
  g_assert_cmpint (g_bytes_get_size (
                       ((LeatdTalkLine *) g_ptr_array_index (get_source (config)->talk->connect, 0))
                           ->bytes),
                   ==, 4);
  g_unlink (name);
}

static void
test_nothing (void)
{
  g_autoptr (LeatdConfig) config = load ("");

  g_assert_null (get_source (config)->talk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/talk-plan/faults/%s", cases[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_faults);
    }
  g_test_add_func ("/talk-plan/connect", test_connect);
  g_test_add_func ("/talk-plan/polls", test_polls);
  g_test_add_func ("/talk-plan/file", test_file);
  g_test_add_func ("/talk-plan/nothing", test_nothing);
  return g_test_run ();
}
