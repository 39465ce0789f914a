/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* feed-queue.c - tests a sink's queue as a feed: settled, rejected with the answer, given up */
#include "batches.h"
#include "heard.h"
#include "queue/leatd-feed.h"
#include "scratch.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *directory;
  LeatdRejects *rejects;
  LeatdSinkConfig config;
  LeatdFeed *feed;
  LeatOrigin *origin;
  LeatdOutlet *outlet;
  guint64 next;
  guint safe;
  guint unsafe;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *sinks = NULL;
  g_autofree char *rejects = NULL;
  LeatdFeedSetup setup;

  fixture->directory = g_dir_make_tmp ("leat-feed-XXXXXX", NULL);
  sinks = g_build_filename (fixture->directory, "sinks", NULL);
  rejects = g_build_filename (fixture->directory, "rejects", NULL);
  g_assert_cmpint (g_mkdir (sinks, 0700), ==, 0);
  fixture->rejects = leatd_rejects_new (rejects, 1 << 20, NULL);
  fixture->config = (LeatdSinkConfig) {
    .name = (char *) "sink", .settings = { .queue_size = 1 << 20, .queue_records = 1000 }
  };
  setup = (LeatdFeedSetup) { .config = &fixture->config,
                             .state_dir = fixture->directory,
                             .rejects = fixture->rejects,
                             .context = g_main_context_default () };
  fixture->feed = leatd_queue_feed_new (&setup, TRUE);
  fixture->origin = test_origin_new ("numbers");
  fixture->outlet = leatd_outlet_new ();
  leatd_outlet_add (fixture->outlet, leatd_queue_feed_get_inlet (fixture->feed), FALSE);
  fixture->next = 1;
  g_assert_true (fixture->feed->klass->open (fixture->feed, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture->feed->klass->close (fixture->feed);
  leatd_outlet_free (fixture->outlet);
  fixture->feed->klass->free (fixture->feed);
  leatd_rejects_free (fixture->rejects);
  leat_origin_unref (fixture->origin);
  scratch_remove (fixture->directory);
  g_free (fixture->directory);
}

static void
on_settled (gboolean safe, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->safe += safe ? 1 : 0;
  fixture->unsafe += safe ? 0 : 1;
}

static void
push (Fixture *fixture, guint n_records)
{
  LeatBatch *batch = test_batch_new (fixture->origin, n_records, &fixture->next);

  leat_batch_watch (batch, on_settled, fixture);
  leatd_outlet_push (fixture->outlet, batch);
}

/* a batch is settled when it is released, and its room given back */
static void
test_settles (Fixture *fixture, gconstpointer data)
{
  LeatdPortion *portion;

  g_assert_null (fixture->feed->klass->next (fixture->feed, 0, NULL));
  push (fixture, 3);
  g_assert_cmpuint (fixture->feed->klass->get_left (fixture->feed), ==, 3);
  portion = fixture->feed->klass->next (fixture->feed, -1, NULL);
  g_assert_null (portion->ids);
  g_assert_true (fixture->feed->klass->acknowledge (fixture->feed, portion, 2, "here", NULL));
  g_assert_cmpuint (fixture->safe, ==, 0);
  fixture->feed->klass->release (fixture->feed, portion, TRUE, 0);
  g_assert_cmpuint (fixture->safe, ==, 1);
  g_assert_cmpuint (fixture->feed->klass->get_left (fixture->feed), ==, 0);
  g_assert_cmpstr (fixture->feed->klass->get_position (fixture->feed), ==, "here");
}

static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  heard_forget ();
  push (fixture, 10);
  push (fixture, 5);
  fixture->feed->klass->release (fixture->feed, fixture->feed->klass->next (fixture->feed, 0, NULL),
                                 FALSE, 4);
  fixture->feed->klass->close (fixture->feed);
  g_assert_cmpuint (fixture->unsafe, ==, 2);
  g_assert_cmpuint (heard_count ("sink left: *11 records*/5-15*"), ==, 1);
}

/* the one file of lines that is there */
static char *
read_rejects (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->directory, "rejects", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      char *text = NULL;

      if (g_file_get_contents (file, &text, NULL, NULL) && strstr (text, "\"reason\"") != NULL)
        return text;
      g_free (text);
    }
  return g_strdup ("");
}

/* the file of rejects has the status and the answer, beside the reason and the record */
static void
test_rejects (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) answer = g_bytes_new_static ("no such \"part\"", 14);
  const LeatRefusal refusal = { sizeof refusal, "422: refused", 422, answer };
  g_autofree char *text = NULL;
  LeatdPortion *portion;

  push (fixture, 2);
  portion = fixture->feed->klass->next (fixture->feed, 0, NULL);
  g_assert_true (fixture->feed->klass->reject (fixture->feed, portion, 1, &refusal, NULL));
  fixture->feed->klass->release (fixture->feed, portion, TRUE, 0);
  leatd_rejects_stop (fixture->rejects);
  text = read_rejects (fixture);
  g_assert_nonnull (strstr (text, "\"reason\":\"422: refused\",\"status\":422,"
                                  "\"answer\":\"no such \\\"part\\\"\","));
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *value = NULL;

  g_assert_true (fixture->feed->klass->remember (fixture->feed, "key", "value", NULL));
  value = fixture->feed->klass->recall (fixture->feed, "key");
  g_assert_cmpstr (value, ==, "value");
  g_assert_true (fixture->feed->klass->remember (fixture->feed, "key", NULL, NULL));
  g_assert_null (fixture->feed->klass->recall (fixture->feed, "key"));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/feed-queue/settles", test_settles);
  ADD ("/feed-queue/given-up", test_given_up);
  ADD ("/feed-queue/rejects", test_rejects);
  ADD ("/feed-queue/facts", test_facts);
  return g_test_run ();
}
