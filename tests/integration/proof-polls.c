/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* proof-polls.c - an instrument on a line that answers twice, wrongly, in pieces, behind the next
 * question or not at all: each answer is the record of its own question, or a reject */
#include <poll.h>
#include "daemons.h"

#define POLLS 150

typedef struct {
  int master;
  GRand *random;
  guint n_asked;
  GString *owed; /* what is said when it is asked the next time */
  guint n_faults;
} Instrument;

/* up to the end of its line */
static void
read_question (Instrument *self, GString *question)
{
  char byte = '\0';

  g_string_truncate (question, 0);
  while (byte != '\r')
    {
      g_assert_cmpint (read (self->master, &byte, 1), ==, 1);
      g_string_append_c (question, byte);
    }
}

static void
say (Instrument *self, const char *text)
{
  test_line_write (self->master, text, strlen (text));
}

/* one that waits behind another question was given up long ago */
static gboolean
is_asked_more (Instrument *self)
{
  struct pollfd line = { .fd = self->master, .events = POLLIN };

  return poll (&line, 1, 0) == 1;
}

static void
answer (Instrument *self, const char *question)
{
  g_autofree char *text = g_strdup_printf ("%c%u\r", *question, ++self->n_asked);
  const int fault = g_rand_int_range (self->random, 0, 20);

  say (self, self->owed->str);
  g_string_truncate (self->owed, 0);
  self->n_faults += fault < 5;
  if (is_asked_more (self))
    return;
  if (fault == 0) /* behind the next question */
    g_string_assign (self->owed, text);
  else if (fault == 1)
    {
      say (self, text);
      say (self, text);
    }
  else if (fault == 2)
    say (self, "?\r");
  else if (fault == 3) /* not all of it */
    test_line_write (self->master, text, 1);
  else if (fault == 4)
    {
      test_line_write (self->master, text, 1);
      say (self, text + 1);
    }
  else
    say (self, text);
}

static gpointer
be_asked (gpointer data)
{
  Instrument *self = data;
  g_autoptr (GString) question = g_string_new (NULL);

  while (self->n_asked < POLLS)
    {
      read_question (self, question);
      if (g_str_equal (question->str, "hello\r"))
        say (self, "busy\rhi\r");
      else
        answer (self, question->str);
    }
  return NULL;
}

/* "a,a17": the letter of the question, and what was answered to it; 0: not a record of an answer */
static void
check_record (const char *line, gpointer user_data)
{
  guint64 *last = user_data;
  const guint64 number = g_ascii_strtoull (line + 3, NULL, 10);

  g_test_message ("%s", line);
  g_assert_cmpint (line[0], ==, line[2]);
  g_assert_cmpint (line[1], ==, ',');
  g_assert_cmpuint (number, >, *last);
  *last = number;
}

static void
test_polls (void)
{
  g_autoptr (TestDaemon) daemon = test_daemon_new (
      "[source gauge]\nplugin=serial\ndevice=DIR/gauge\nframer=cr\n"
      "on-connect=hello\\r\non-connect-answer=^hi$\non-connect-timeout=30s\n"
      "poll-command=a\\r;b\\r;c\\r\npoll-interval=1ms\npoll-timeout=300ms\npoll-gap=2ms\n"
      "poll-answer=^a\\\\d+$;^b\\\\d+$;^c\\\\d+$\npoll-failures=0\n"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\n"
      "[sink file]\nplugin=csv\npath=DIR/gauge.csv\ncolumns=tag.command;text\nheader=no\n");
  g_autofree char *name = test_path (daemon, "gauge");
  g_autofree char *csv = test_path (daemon, "gauge.csv");
  Instrument machine = { .master = test_line_open (name),
                         .random = g_rand_new_with_seed (7),
                         .owed = g_string_new (NULL) };
  guint64 last = 0;
  gint64 answers;

  test_daemon_start (daemon);
  g_thread_join (g_thread_new ("instrument", be_asked, &machine));
  g_assert_cmpint (test_daemon_stop (daemon), ==, 0);
  close (machine.master);

  test_csv_each (csv, check_record, &last);
  answers = test_daemon_count (daemon, "sources", "gauge", "answers");
  g_test_message ("%u faults, %" G_GINT64_FORMAT " answers, %" G_GINT64_FORMAT " rejects",
                  machine.n_faults, answers,
                  test_daemon_count (daemon, "sources", "gauge", "rejects"));
  g_assert_cmpint (answers, ==, test_daemon_count (daemon, "sources", "gauge", "records"));
  g_assert_cmpint (answers, >, POLLS / 4);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "gauge", "polls"), >=, POLLS);
  g_assert_cmpint (test_daemon_count (daemon, "sources", "gauge", "connects"), ==, 1);
  test_daemon_check_bytes (daemon, "gauge");
  g_string_free (machine.owed, TRUE);
  g_rand_free (machine.random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof-polls/polls", test_polls);
  return g_test_run ();
}
