/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* feed-reader.c - tests how the two places of a reader take turns, and what becomes of what they
 * give */
#include "queue/leatd-feed.h"
#include "places.h"
#include "scratch.h"
#include <glib/gstdio.h>

typedef struct {
  TestStore store;
  LeatdModule module;
  LeatdSinkConfig store_config;
  LeatdSinkConfig config;
  LeatdState state;
  char *directory;
  LeatdFeed *feed;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer linger)
{
  static const char *from[] = { "*", NULL };
  g_autofree char *sinks = NULL;
  LeatdFeedSetup setup;

  fixture->directory = g_dir_make_tmp ("leat-feed-XXXXXX", NULL);
  sinks = g_build_filename (fixture->directory, "sinks", NULL);
  g_assert_cmpint (g_mkdir (sinks, 0700), ==, 0);
  test_store_init (&fixture->store);
  fixture->module.path = (char *) "memory.so";
  fixture->store_config = (LeatdSinkConfig) { .name = (char *) "store",
                                              .module = &fixture->module };
  fixture->config = (LeatdSinkConfig) {
    .name = (char *) "reader",
    .module = &fixture->module,
    .via = &fixture->store_config,
    .settings = { .from = (char **) from,
                  .batch_records = 10,
                  .batch_size = 1 << 20,
                  .linger = GPOINTER_TO_INT (linger) },
  };
  leatd_state_init (&fixture->state, "reader");
  setup = (LeatdFeedSetup) { .config = &fixture->config,
                             .state_dir = fixture->directory,
                             .stuck_watch = fixture->store.stuck_watch,
                             .state = &fixture->state,
                             .context = g_main_context_default (),
                             .bell = &fixture->store.bell };
  fixture->feed = leatd_reader_feed_new (&setup);
  leatd_reader_feed_connect (fixture->feed, &fixture->store.sink, NULL, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  fixture->feed->klass->close (fixture->feed);
  fixture->feed->klass->free (fixture->feed);
  leatd_state_clear (&fixture->state);
  test_store_clear (&fixture->store);
  scratch_remove (fixture->directory);
  g_free (fixture->directory);
}

static void
open_feed (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture->feed->klass->open (fixture->feed, &error));
  g_assert_no_error (error);
}

/* the next portion that is there: "live 1-10", "again 1-3", "none" */
static LeatdPortion *
take (Fixture *fixture, const char *expected)
{
  g_autoptr (GError) error = NULL;
  LeatdPortion *portion = fixture->feed->klass->next (fixture->feed, 0, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  if (portion == NULL)
    text = g_strdup ("none");
  else
    text = g_strdup_printf ("%s %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                            portion->again ? "again" : "live", portion->ids[0],
                            portion->ids[leat_batch_get_n_records (portion->batch) - 1]);
  g_assert_cmpstr (text, ==, expected);
  return portion;
}

static void
settle (Fixture *fixture, LeatdPortion *portion, const char *position)
{
  guint last = leat_batch_get_n_records (portion->batch) - 1;

  g_assert_true (fixture->feed->klass->acknowledge (fixture->feed, portion, last, position, NULL));
  fixture->feed->klass->release (fixture->feed, portion, TRUE, 0);
}

/* one place gives when all of the other is acknowledged, and neither is kept waiting */
static void
test_turns (Fixture *fixture, gconstpointer data)
{
  LeatdPortion *portion;

  test_store_add (&fixture->store, 25);
  fixture->store.store->n_again = 13;
  g_assert_cmpuint (fixture->feed->klass->get_left (fixture->feed), ==, G_MAXUINT64);
  open_feed (fixture);
  g_assert_cmpuint (fixture->feed->klass->get_left (fixture->feed), ==, 38);
  portion = take (fixture, "live 1-10");
  take (fixture, "none");
  settle (fixture, portion, "a");
  portion = take (fixture, "again 1-10");
  take (fixture, "none");
  settle (fixture, portion, "b");
  settle (fixture, take (fixture, "live 11-20"), "c");
  settle (fixture, take (fixture, "again 11-13"), "d");
  settle (fixture, take (fixture, "live 21-25"), "e");
  take (fixture, "none");
  g_assert_cmpuint (fixture->feed->klass->get_left (fixture->feed), ==, 0);
  g_assert_cmpstr (fixture->feed->klass->get_position (fixture->feed), ==, "e");
  test_store_assert_told (
      &fixture->store, "read 10\nack 10 1 a\nagain read 10\nagain ack 10 2 b\nread 10\nack 20 3 c\n"
                       "again read 3\nagain ack 13 4 d\nread 5\nack 25 5 e\n");
}

/* ahead goes only who finds a whole request there, and not past the other place */
static void
test_whole (Fixture *fixture, gconstpointer data)
{
  LeatdPortion *first, *second;

  test_store_add (&fixture->store, 45);
  open_feed (fixture);
  settle (fixture, take (fixture, "live 1-10"), NULL);
  first = take (fixture, "live 11-20");
  second = fixture->feed->klass->next_whole (fixture->feed);
  g_assert_cmpuint (second->ids[9], ==, 30);
  settle (fixture, first, NULL);
  fixture->store.store->n_again = 20;
  memory_store_wake (fixture->store.store);
  g_assert_null (fixture->feed->klass->next_whole (fixture->feed));
  settle (fixture, second, NULL);
  settle (fixture, take (fixture, "again 1-10"), NULL);
  settle (fixture, take (fixture, "live 31-40"), NULL);
  settle (fixture, take (fixture, "again 11-20"), NULL);
  settle (fixture, take (fixture, "live 41-45"), NULL);
  test_store_add (&fixture->store, 9);
  g_assert_null (fixture->feed->klass->next_whole (fixture->feed));
  settle (fixture, take (fixture, "live 46-54"), NULL);
}

/* what is given up comes again with the next life */
static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  test_store_add (&fixture->store, 25);
  open_feed (fixture);
  fixture->feed->klass->release (fixture->feed, take (fixture, "live 1-10"), FALSE, 0);
  fixture->feed->klass->release (fixture->feed, take (fixture, "live 11-20"), FALSE, 0);
  g_assert_cmpuint (fixture->feed->counters[LEATD_SINK_RECORDS], ==, 0);
  fixture->feed->klass->close (fixture->feed);
  g_assert_cmpuint (fixture->feed->klass->get_left (fixture->feed), ==, 25);
  open_feed (fixture);
  settle (fixture, take (fixture, "live 1-10"), NULL);
  g_assert_cmpuint (fixture->feed->counters[LEATD_SINK_RECORDS], ==, 10);
}

static void
test_put_back (Fixture *fixture, gconstpointer data)
{
  LeatdPortion *portion;

  test_store_add (&fixture->store, 25);
  fixture->store.store->n_again = 3;
  open_feed (fixture);
  settle (fixture, take (fixture, "live 1-10"), NULL);
  portion = take (fixture, "again 1-3");
  fixture->feed->klass->release (fixture->feed, portion, FALSE, 0);
  leatd_reader_feed_put_back (fixture->feed, G_USEC_PER_SEC);
  settle (fixture, take (fixture, "live 11-20"), NULL);
  settle (fixture, take (fixture, "live 21-25"), NULL);
  portion = fixture->feed->klass->next (fixture->feed, -1, NULL);
  g_assert_true (portion->again);
  settle (fixture, portion, NULL);
}

static gpointer
kick (gpointer bell)
{
  leatd_bell_ring (bell, LEATD_BELL_KICK);
  return NULL;
}

static void
test_waits (Fixture *fixture, gconstpointer data)
{
  GThread *thread;

  open_feed (fixture);
  g_assert_null (fixture->feed->klass->next (fixture->feed, g_get_monotonic_time () + 1000, NULL));
  thread = g_thread_new ("kick", kick, &fixture->store.bell);
  g_assert_null (fixture->feed->klass->next (fixture->feed, -1, NULL));
  g_thread_join (thread);
  test_store_add (&fixture->store, 1);
  settle (fixture, fixture->feed->klass->next (fixture->feed, -1, NULL), NULL);
}

/* less than a batch waits for more; a whole one does not */
static void
test_lingers (Fixture *fixture, gconstpointer linger)
{
  gint64 begun = g_get_monotonic_time ();
  LeatdPortion *portion;

  open_feed (fixture);
  test_store_add (&fixture->store, 10);
  settle (fixture, take (fixture, "live 1-10"), NULL);
  test_store_add (&fixture->store, 3);
  take (fixture, "none");
  portion = fixture->feed->klass->next (fixture->feed, -1, NULL);
  g_assert_cmpuint (portion->ids[2], ==, 13);
  settle (fixture, portion, NULL);
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, GPOINTER_TO_INT (linger));
}

/* one that has nothing to say: an acknowledgement without records keeps the position */
static void
test_position_alone (Fixture *fixture, gconstpointer data)
{
  test_store_add (&fixture->store, 10);
  open_feed (fixture);
  settle (fixture, take (fixture, "live 1-10"), "a");
  g_assert_true (fixture->feed->klass->acknowledge (fixture->feed, NULL, 0, "a", NULL));
  g_assert_true (fixture->feed->klass->acknowledge (fixture->feed, NULL, 0, NULL, NULL));
  g_assert_true (fixture->feed->klass->acknowledge (fixture->feed, NULL, 0, "b", NULL));
  test_store_assert_told (&fixture->store, "read 10\nack 10 1 a\nack 10 2 b\n");
}

#define ADD(path, linger, function) \
  g_test_add (path, Fixture, GINT_TO_POINTER (linger), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/feed-reader/turns", 0, test_turns);
  ADD ("/feed-reader/whole", 0, test_whole);
  ADD ("/feed-reader/given-up", 0, test_given_up);
  ADD ("/feed-reader/put-back", 0, test_put_back);
  ADD ("/feed-reader/waits", 0, test_waits);
  ADD ("/feed-reader/lingers", 500000, test_lingers);
  ADD ("/feed-reader/position-alone", 0, test_position_alone);
  return g_test_run ();
}
