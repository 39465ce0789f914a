/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-words.c - tests what a person can ask a store for, while it is at work */
#include <glib/gstdio.h>
#include <string.h>
#include "buffer-words.h"
#include "buffer-words-fixture.h"

/* acknowledged up to there, and lasting */
static LeatStoreReader *
open_reader (Fixture *fixture, guint64 up_to)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  const guint64 end = up_to + 1;

  g_assert_true (fixture->store->ack (reader, up_to, NULL, NULL));
  g_assert_true (fixture->store->claim (reader, &end, 1, NULL));
  return reader;
}

static void
test_look (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = open_reader (fixture, 4);
  LeatStoreReader *again = buffer_worker_again (&fixture->worker, "mes");

  /* its second place is worth a line once something is in it */
  fixture->store->close_reader (again);
  assert_says (fixture, "status",
               "records: 10\noldest: 2018-10-13T06:03:22.104518001Z\n*"
               "bytes: * of *\nreaders: 1\nrejects: 0\nversion: 6\n");
  assert_says (fixture, "readers", "mes: 6 records to have, 4 is the last id it has had, *Z\n");
  g_assert_null (strstr (fixture->said->str, "once more"));
  assert_says (fixture, "check", "FOLDER/buffer.db: sound\n");
  assert_says (fixture, "files", "FOLDER/buffer.db\n");
  assert_says (fixture, "rejects", "");
  assert_refuses (fixture, "status now", "what is needed here: nothing");
  fixture->store->close_reader (reader);
}

/* what each will be given, and no other source's; a [ in a name is nothing special */
static void
test_readers (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *from;
    const char *said;
  } cases[] = { { "*", "mes: 13 *" },       { "camera*", "mes: 10 *" }, { "scale[[]", "mes: 0 *" },
                { "sc?le[1]", "mes: 3 *" }, { "scale1", "mes: 0 *" },   { "none", "mes: 0 *" } };
  LeatOrigin *scale = buffer_worker_origin ("scale[1]", "F");
  guint64 next = 1;

  buffer_worker_put (&fixture->worker, buffer_worker_batch (scale, 3, &next));
  leat_origin_unref (scale);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", cases[i].from, NULL);

      fixture->store->close_reader (reader);
      assert_says (fixture, "readers", cases[i].said);
    }
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *json = buffer_worker_query (&fixture->worker, "SELECT json FROM records");

  assert_says (fixture, "export", json);
  assert_says (fixture, "export --csv --from 2018-10-13T06:03:22.104518Z --to 2018-10-14",
               "id,source,schema,time,num\n"
               "camera0/E/1,camera0,numbers,2018-10-13T06:03:22.104518001Z,1\n*");
  assert_says (fixture, "export --source scale", "");
  assert_says (fixture, "export --from 2019-01-01", "");
  assert_refuses (fixture, "export --from yesterday", "yesterday: is no time; *");
  assert_says (fixture, "export --to 9999-12-31 --source scale --from 0001-01-01", "");
  assert_says (fixture, "export --to 9999-12-31", json);
  assert_says (fixture, "export --from 0001-01-01", json);
  assert_says (fixture, "export --from 2262-04-12", "");
  assert_refuses (fixture, "export --whatever", "*--whatever*");
}

static void
test_replay (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = open_reader (fixture, 4);
  LeatStoreReader *again = buffer_worker_again (&fixture->worker, "mes");
  g_autofree char *json = NULL;
  guint64 last = 0;

  assert_refuses (fixture, "replay mes", "--from is needed: *");
  assert_refuses (fixture, "replay else --from 2018-01-01", "else: there is no such reader; *");
  assert_says (fixture, "replay mes --from 2018-01-01",
               "mes: 4 records once more, marked as a test\n");
  json = buffer_worker_read (&fixture->worker, again, &last);
  g_assert_true (
      g_pattern_match_simple ("*\"num\":1*\"test\":true*\"num\":4*\"test\":true}\n", json));
  g_assert_true (fixture->store->ack (again, last, NULL, NULL));
  fixture->store->close_reader (again);
  fixture->store->close_reader (reader);
}

/* the word comes while the reader waits: it is woken */
static void
test_replay_wakes (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = open_reader (fixture, 10);
  LeatStoreReader *again = buffer_worker_again (&fixture->worker, "mes");
  g_autofree char *nothing = buffer_worker_read (&fixture->worker, again, NULL);
  const gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  const gint n_wakes = g_atomic_int_get (&fixture->worker.n_wakes);
  g_autofree char *json = NULL;

  g_assert_cmpstr (nothing, ==, "");
  assert_says (fixture, "replay mes --from 2018-01-01", "mes: 10 records *");
  while (g_atomic_int_get (&fixture->worker.n_wakes) == n_wakes)
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  json = buffer_worker_read (&fixture->worker, again, NULL);
  g_assert_cmpstr (json, !=, "");
  fixture->store->close_reader (again);
  fixture->store->close_reader (reader);
}

/* rows 3, 4 and 5 are refused */
static void
refuse_some (Fixture *fixture)
{
  static const char answer[] = "no \xff such\npart";
  g_autoptr (GBytes) bytes = g_bytes_new_static (answer, sizeof answer - 1);
  const LeatRefusal refusal = { sizeof refusal, "why", 422, bytes };
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);

  for (guint64 id = 3; id <= 5; id++)
    g_assert_true (fixture->store->reject (reader, id, &refusal, NULL));
  g_assert_true (fixture->store->ack (reader, 10, NULL, NULL));
  fixture->store->close_reader (reader);
}

static void
test_rejects (Fixture *fixture, gconstpointer data)
{
  refuse_some (fixture);
  assert_says (fixture, "rejects mes",
               "{\"id\":3,\"time\":\"*Z\",\"sink\":\"mes\",\"status\":422,\"reason\":\"why\","
               "\"answer\":\"no \xef\xbf\xbd such\\npart\",\"record\":{\"id\":\"camera0/E/3\",*"
               "\"num\":3}}}\n{\"id\":4,*}\n{\"id\":5,*}\n");
  assert_says (fixture, "rejects", "{\"id\":3,*");
  assert_says (fixture, "rejects films", "");
}

static char *
query_settled (Fixture *fixture)
{
  return buffer_worker_query (&fixture->worker, "SELECT row || ' ' || flags FROM again UNION ALL"
                                                " SELECT 'left ' || row FROM rejects");
}

static void
test_settle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL;

  refuse_some (fixture);
  assert_refuses (fixture, "retry mes x", "x: is neither an id *");
  assert_refuses (fixture, "retry mes", "ids are needed, or --all");
  assert_refuses (fixture, "drop mes --all 3", "ids are needed, or --all");
  assert_refuses (fixture, "drop mse --all", "mse: there is no such reader; *");
  assert_refuses (fixture, "retry mes 4 6", "mes: has no refused record 6; *");
  assert_says (fixture, "retry mes camera0/E/5 3", "mes: 2 refused records once more\n");
  first = query_settled (fixture);
  g_assert_cmpstr (first, ==, "3 0\n5 0\nleft 4\n");
  assert_refuses (fixture, "drop mes 3", "mes: has no refused record 3; *");
  assert_says (fixture, "drop mes 4", "mes: 1 refused record let go\n");
  second = query_settled (fixture);
  g_assert_cmpstr (second, ==, "3 0\n5 0\n");
}

static void
test_settle_all (Fixture *fixture, gconstpointer data)
{
  g_autofree char *left = NULL;

  refuse_some (fixture);
  assert_says (fixture, "retry mes --all", "mes: 3 refused records once more\n");
  left = query_settled (fixture);
  g_assert_cmpstr (left, ==, "3 0\n4 0\n5 0\n");
  assert_says (fixture, "drop mes --all", "mes: 0 refused records let go\n");
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = open_reader (fixture, 4);

  assert_refuses (fixture, "forget mes --yes", "mes: a running leatd reads under that name; *");
  assert_says (fixture, "readers", "mes: *");
  fixture->store->close_reader (reader);
  assert_refuses (fixture, "forget mes", "mes: has still to have records up to id 10; *");
  assert_says (fixture, "forget mes --yes", "mes: forgotten; *");
  assert_says (fixture, "readers", "");
}

/* for a reader that had them by another way: not under a leatd that knows where it is */
static void
test_skip (Fixture *fixture, gconstpointer data)
{
  LeatStoreReader *reader = open_reader (fixture, 4);
  g_autofree char *numbers = NULL;

  /* its store is paused, or tries to come back: the reader knows where it is all the same */
  buffer_worker_close (&fixture->worker);
  assert_refuses (fixture, "skip mes --yes", "mes: a running leatd reads under that name; *");
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  fixture->store->close_reader (reader);
  assert_refuses (fixture, "skip films", "films: there is no such reader; *");
  assert_refuses (fixture, "skip mes", "mes: has still to have 6 records; say --yes *");
  assert_refuses (fixture, "skip mes --yes", "*buffer.db: another leatd has it as its store; *");
  buffer_worker_end (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_close (&fixture->worker);
  assert_says (fixture, "skip mes --yes", "mes: begins behind 6 records that it has not had\n");
  assert_says (fixture, "skip mes", "mes: begins behind 0 records that it has not had\n");
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_put (&fixture->worker, buffer_worker_batch (fixture->origin, 2, &fixture->next));
  reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);
  numbers = buffer_worker_numbers (&fixture->worker, reader, 100, NULL);
  g_assert_cmpstr (numbers, ==, "11-12");
  fixture->store->close_reader (reader);
}

static void
test_backup (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = buffer_worker_path (&fixture->worker, "copy.db");
  g_autoptr (BufferDatabase) database = NULL;
  gint64 n_rows = 0;

  assert_says (fixture, "backup FOLDER/copy.db", "FOLDER/copy.db: a copy of FOLDER/buffer.db\n");
  assert_refuses (fixture, "backup FOLDER/copy.db", "*is there already; *");
  database = buffer_database_open_reading (copy, NULL);
  g_assert_true (buffer_database_get (database, "SELECT count(*) FROM records", &n_rows, NULL));
  g_assert_cmpint (n_rows, ==, 10);
}

static void
test_vacuum (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deleted = NULL;

  for (guint i = 0; i < 20; i++)
    buffer_worker_put (&fixture->worker,
                       buffer_worker_batch (fixture->origin, 1000, &fixture->next));
  deleted = buffer_worker_query (&fixture->worker, "DELETE FROM rows");
  assert_says (fixture, "vacuum", "* pages given back\n");
  g_assert_cmpstr (fixture->said->str, !=, "0 pages given back\n");
  assert_says (fixture, "check", "*: sound\n");
}

static void
test_no_file (void)
{
  Fixture fixture = { .said = g_string_new (NULL) };

  buffer_worker_init (&fixture.worker, NULL);
  g_assert_true (buffer_worker_open (&fixture.worker, NULL));
  fixture.store = buffer_worker_class (&fixture.worker);
  buffer_worker_close (&fixture.worker);
  {
    g_autofree char *path = buffer_worker_path (&fixture.worker, "buffer.db");

    g_unlink (path);
  }
  assert_refuses (&fixture, "status", "*buffer.db: there is no such file; *");
  g_string_free (fixture.said, TRUE);
  buffer_worker_clear (&fixture.worker);
}

#define ADD(name, function) \
  g_test_add ("/buffer-words/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("look", test_look);
  ADD ("readers", test_readers);
  ADD ("export", test_export);
  ADD ("replay", test_replay);
  ADD ("replay-wakes", test_replay_wakes);
  ADD ("rejects", test_rejects);
  ADD ("settle", test_settle);
  ADD ("settle-all", test_settle_all);
  ADD ("forget", test_forget);
  ADD ("skip", test_skip);
  ADD ("backup", test_backup);
  ADD ("vacuum", test_vacuum);
  g_test_add_func ("/buffer-words/no-file", test_no_file);
  return g_test_run ();
}
