/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-look.c - tests that a person is shown the records that were named, or whose turn it is */
#include "buffer-look.h"
#include <glib/gstdio.h>
#include <string.h>
#include "buffer-worker.h"

static const char *const every_source[] = { "*", NULL };
static const char *const nothing[] = { NULL };

typedef struct {
  BufferWorker          worker;
  const LeatStoreClass *store;
} Fixture;

/* rows 1 to 5 are of camera0, 6 to 8 of scale; numbers go on from 1 and from 101 */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const options[] = { "keep-acknowledged", "36500d", NULL };
  LeatOrigin *camera = buffer_worker_origin ("camera0", "E");
  LeatOrigin *scale = buffer_worker_origin ("scale", "F");
  guint64 next = 1, next_of_scale = 101;

  buffer_worker_init (&fixture->worker, options);
  fixture->store = buffer_worker_class (&fixture->worker);
  g_assert_true (buffer_worker_open (&fixture->worker, NULL));
  buffer_worker_put (&fixture->worker, buffer_worker_batch (camera, 5, &next));
  buffer_worker_put (&fixture->worker, buffer_worker_batch (scale, 3, &next_of_scale));
  leat_origin_unref (camera);
  leat_origin_unref (scale);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  buffer_worker_clear (&fixture->worker);
}

static LeatBatch *
look (Fixture *fixture, const char *const *from, const char *const *names, GError **error)
{
  return fixture->store->look (fixture->worker.sink, "mes", from, names, error);
}

/* "3 1": the numbers of what it finds */
static void
assert_finds (Fixture *fixture, const char *const *from, const char *const *names,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatBatch) batch = look (fixture, from, names, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
    g_string_append_printf (found, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            leat_batch_get_record (batch, i)->values[0].integer);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_refuses (Fixture *fixture, const char *const *from, const char *name, LeatError code,
                const char *expected)
{
  const char *const names[] = { name, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (look (fixture, from, names, &error));
  g_assert_error (error, LEAT_ERROR, (int) code);
  if (!g_pattern_match_simple (expected, error->message))
    g_error ("%s", error->message);
}

/* in their order, also of sources that the reader does not want; whole */
static void
test_named (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "3", "scale/F/102", "camera0/E/1", NULL };
  static const char *const one[] = { "4", NULL };
  static const char *const from[] = { "camera*", NULL };
  g_autofree char *json = buffer_worker_query (&fixture->worker,
                                               "SELECT json FROM records WHERE id = 4");
  g_autoptr (LeatBatch) batch = look (fixture, from, one, NULL);
  g_autofree char *found = buffer_worker_json (batch);

  assert_finds (fixture, from, names, "3 102 1");
  g_assert_cmpstr (found, ==, json);
}

static void
test_not_there (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *name;
    LeatError   code;
    const char *expected;
  } cases[] = {
    { "9", LEAT_ERROR_FAILED, "*/buffer.db: there is no record 9; leat store export *" },
    { "camera0/E/6", LEAT_ERROR_FAILED, "*: there is no record camera0/E/6; *" },
    { "camera0/F/1", LEAT_ERROR_FAILED, "*: there is no record camera0/F/1; *" },
    { "0", LEAT_ERROR_CONFIG, "0: is neither an id of the store nor SOURCE/EPOCH/SEQUENCE" },
    { "camera0/E", LEAT_ERROR_CONFIG, "camera0/E: is neither *" },
    { "camera0/E/x", LEAT_ERROR_CONFIG, "camera0/E/x: is neither *" },
    { "camera0/E/1/2", LEAT_ERROR_CONFIG, "camera0/E/1/2: is neither *" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refuses (fixture, every_source, cases[i].name, cases[i].code, cases[i].expected);
}

static void
acknowledge (Fixture *fixture, guint64 up_to)
{
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);

  g_assert_true (fixture->store->ack (reader, up_to, NULL, NULL));
  fixture->store->close_reader (reader);
}

/* the next that it has still to have, of those it wants; then the newest of them */
static void
test_turn (Fixture *fixture, gconstpointer data)
{
  static const char *const scales[] = { "scale", NULL };
  static const char *const cameras[] = { "camera*", NULL };
  static const char *const others[] = { "gauge", NULL };
  g_autoptr (GError) error = NULL;

  assert_finds (fixture, every_source, nothing, "103");
  acknowledge (fixture, 2);
  assert_finds (fixture, every_source, nothing, "3");
  assert_finds (fixture, scales, nothing, "101");
  acknowledge (fixture, 8);
  assert_finds (fixture, every_source, nothing, "103");
  assert_finds (fixture, cameras, nothing, "5");
  g_assert_null (look (fixture, others, nothing, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  g_assert_true (g_str_has_suffix (error->message, "buffer.db: has no record for it yet"));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "3", NULL };
  const LeatRefusal refusal = { sizeof refusal, "422", 422, NULL };
  LeatStoreReader *reader = buffer_worker_reader (&fixture->worker, "mes", "*", NULL);

  g_assert_true (fixture->store->reject (reader, 3, &refusal, NULL));
  g_assert_true (fixture->store->ack (reader, 8, NULL, NULL));
  fixture->store->close_reader (reader);
  assert_finds (fixture, every_source, names, "3");
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *none = buffer_worker_query (&fixture->worker,
                                               "UPDATE rows SET fields = '{' WHERE id = 4");

  assert_refuses (fixture, every_source, "4", LEAT_ERROR_FAILED, "*: record 4 is damaged");
}

/* no daemon has the file open, or none has made it yet */
static void
test_at_rest (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "1", NULL };
  g_autofree char *path = buffer_worker_path (&fixture->worker, "buffer.db");
  g_autoptr (GError) error = NULL;

  buffer_worker_close (&fixture->worker);
  assert_finds (fixture, every_source, names, "1");
  g_unlink (path);
  g_assert_null (look (fixture, every_source, names, &error));
  g_assert_nonnull (strstr (error->message, "there is no such file"));
}

#define ADD(name, function) \
  g_test_add ("/buffer-look/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("named", test_named);
  ADD ("not-there", test_not_there);
  ADD ("turn", test_turn);
  ADD ("refused", test_refused);
  ADD ("damaged", test_damaged);
  ADD ("at-rest", test_at_rest);
  return g_test_run ();
}
