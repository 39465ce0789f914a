/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tap.c - tests the lines of a tap, and that it waits for nobody */
#include "stream/leatd-tap.h"
#include "batches.h"
#include "tap-reader.h"

typedef struct {
  LeatdTap *tap;
  int fd;
  LeatOrigin *origin;
  guint64 next;
} Fixture;

static void
fixture_init (Fixture *self, const LeatdTapWishes *wishes)
{
  g_autoptr (GError) error = NULL;

  self->origin = test_origin_new ("camera0");
  self->next = 1;
  self->tap = leatd_tap_new (wishes, self->origin->schema, &self->fd, &error);
  g_assert_no_error (error);
}

static void
fixture_clear (Fixture *self)
{
  leatd_tap_free (self->tap);
  if (self->fd >= 0)
    close (self->fd);
  leat_origin_unref (self->origin);
}

/* as the source's thread does */
static void
give (Fixture *self, guint n_records)
{
  LeatBatch *batch = test_batch_new (self->origin, n_records, &self->next);

  if (leatd_tap_begin (self->tap))
    {
      for (guint i = 0; i < n_records; i++)
        leatd_tap_give_record (self->tap, leat_batch_get_record (batch, i));
      leatd_tap_end (self->tap);
    }
  else
    leatd_tap_drop (self->tap, n_records);
  leat_batch_unref (batch);
}

static void
test_record (void)
{
  const LeatdTapWishes wishes = { .kind = LEATD_TAP_RECORDS, .sample = 1 };
  Fixture fixture;
  g_autofree char *message = NULL;
  g_autoptr (GString) expected = g_string_new (NULL);
  LeatBatch *batch;

  fixture_init (&fixture, &wishes);
  give (&fixture, 1);
  fixture.next = 1;
  batch = test_batch_new (fixture.origin, 1, &fixture.next);
  leat_json_append_record (expected, leat_batch_get_record (batch, 0));
  g_string_append_c (expected, '\n');
  message = tap_reader_try (fixture.fd);
  g_assert_cmpstr (message, ==, expected->str);
  g_assert_null (tap_reader_try (fixture.fd));
  leat_batch_unref (batch);
  fixture_clear (&fixture);
}

static void
test_sample (void)
{
  const LeatdTapWishes wishes = { .kind = LEATD_TAP_RECORDS, .sample = 10, .filter = "num>5" };
  Fixture fixture;
  g_autofree char *message = NULL;
  guint64 dropped = 0;

  fixture_init (&fixture, &wishes);
  give (&fixture, 26); /* 6, 16 and 26 */
  message = tap_reader_try (fixture.fd);
  g_assert_cmpuint (tap_reader_count (message, &dropped), ==, 3);
  g_assert_nonnull (strstr (message, "\"num\":16"));
  g_assert_cmpuint (dropped, ==, 0); /* what is not meant is no drop */
  fixture_clear (&fixture);
}

static void
test_bytes (void)
{
  const LeatdTapWishes wishes = { .kind = LEATD_TAP_RAW, .sample = 1 };
  Fixture fixture;
  g_autofree char *message = NULL;

  fixture_init (&fixture, &wishes);
  leatd_tap_give_bytes (fixture.tap, "camera0", 4, (const guint8 *) "\0\r\xff", 3,
                        G_GINT64_CONSTANT (1539410602) * 1000000000);
  leatd_tap_end (fixture.tap);
  message = tap_reader_try (fixture.fd);
  g_assert_cmpstr (message, ==,
                   "{\"source\":\"camera0\",\"time\":\"2018-10-13T06:03:22.000000000Z\","
                   "\"offset\":4,\"length\":3,\"raw\":\"AA3/\"}\n");
  fixture_clear (&fixture);
}

/* a frame, and noise with its reason; of a long one the first bytes */
static void
test_pieces (void)
{
  const LeatdTapWishes wishes = { .kind = LEATD_TAP_FRAMES, .sample = 1 };
  g_autofree guint8 *data = g_malloc0 (LEATD_TAP_DATA_MAX * 4);
  LeatPiece piece = { .data = data, .length = 3, .offset = 7 };
  Fixture fixture;
  g_autofree char *message = NULL;
  g_auto (GStrv) lines = NULL;

  fixture_init (&fixture, &wishes);
  leatd_tap_give_piece (fixture.tap, "camera0", &piece);
  piece.reason = "cut";
  leatd_tap_give_piece (fixture.tap, "camera0", &piece);
  piece.length = LEATD_TAP_DATA_MAX * 4;
  leatd_tap_give_piece (fixture.tap, "camera0", &piece);
  leatd_tap_end (fixture.tap);
  message = tap_reader_try (fixture.fd);
  lines = g_strsplit (message, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_suffix (lines[0], ",\"offset\":7,\"length\":3,\"frame\":\"AAAA\"}"));
  g_assert_true (g_str_has_suffix (lines[1], "\"noise\":\"AAAA\",\"reason\":\"cut\"}"));
  g_assert_nonnull (strstr (lines[2], "\"length\":65536,"));
  g_assert_cmpuint (strlen (lines[2]), <, LEATD_TAP_DATA_MAX * 3 / 2);
  fixture_clear (&fixture);
}

/* it fills up, is told of nothing, and hears of all that was dropped when it reads again */
static void
test_full (void)
{
  const LeatdTapWishes wishes = { .kind = LEATD_TAP_RECORDS, .sample = 1 };
  Fixture fixture;
  guint64 n = 0, dropped = 0;
  char *message;

  fixture_init (&fixture, &wishes);
  while (leatd_tap_begin (fixture.tap))
    give (&fixture, 1000);
  for (guint i = 0; i < 100; i++)
    give (&fixture, 1000);
  while ((message = tap_reader_try (fixture.fd)) != NULL)
    {
      n += tap_reader_count (message, &dropped);
      g_free (message);
    }
  g_assert_cmpuint (dropped, ==, 0);
  g_assert_cmpuint (n, >, 100);
  give (&fixture, 1);
  message = tap_reader_try (fixture.fd);
  g_assert_true (g_str_has_prefix (message, "{\"dropped\":"));
  n += tap_reader_count (message, &dropped);
  g_free (message);
  g_assert_cmpuint (dropped, >=, 100 * 1000);
  g_assert_cmpuint (n + dropped, ==, fixture.next - 1);
  fixture_clear (&fixture);
}

static void
test_gone (void)
{
  const LeatdTapWishes wishes = { .kind = LEATD_TAP_RECORDS, .sample = 1 };
  Fixture fixture;

  fixture_init (&fixture, &wishes);
  g_assert_true (leatd_tap_is_read (fixture.tap));
  close (g_steal_fd (&fixture.fd));
  g_assert_false (leatd_tap_is_read (fixture.tap));
  give (&fixture, 10);
  g_assert_false (leatd_tap_begin (fixture.tap));
  fixture_clear (&fixture);
}

static const struct {
  const char *path;
  LeatdTapWishes wishes;
  const char *message;
} wrongs[] = {
  { "/tap/wrong/filter", { LEATD_TAP_RECORDS, "=", 1 }, "*names no field*" },
  { "/tap/wrong/field",
    { LEATD_TAP_RECORDS, "nun=3", 1 },
    "schema numbers has no field nun; did you mean num?" },
  { "/tap/wrong/filter-of-frames", { LEATD_TAP_FRAMES, "num=3", 1 }, "a filter is of records*" },
};

static void
test_wrong (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  LeatOrigin *origin = test_origin_new ("camera0");
  int fd = -1;

  g_assert_null (leatd_tap_new (&wrongs[i].wishes, origin->schema, &fd, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_pattern_match_simple (wrongs[i].message, error->message));
  leat_origin_unref (origin);
}

static void
test_kinds (void)
{
  LeatdTapKind kind;

  g_assert_true (leatd_tap_kind_from_name ("raw", &kind));
  g_assert_cmpint (kind, ==, LEATD_TAP_RAW);
  g_assert_false (leatd_tap_kind_from_name ("bytes", &kind));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tap/record", test_record);
  g_test_add_func ("/tap/sample", test_sample);
  g_test_add_func ("/tap/bytes", test_bytes);
  g_test_add_func ("/tap/pieces", test_pieces);
  g_test_add_func ("/tap/full", test_full);
  g_test_add_func ("/tap/gone", test_gone);
  g_test_add_func ("/tap/kinds", test_kinds);
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    g_test_add_data_func (wrongs[i].path, GSIZE_TO_POINTER (i), test_wrong);
  return g_test_run ();
}
