/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-push-source.c - tests of what becomes of pictures that are pushed, and of those that are
 * none */
#include "pictures-hall.h"
#include "pictures-push-framer.h"
#include "pictures-push-source.h"
#include "pictures-pushed.h"

static LeatLink *
accept_none (LeatLink *self, char **peer, GError **error)
{
  return NULL;
}

static LeatLinkClass listening_class = { .struct_size = sizeof (LeatLinkClass),
                                         .accept = accept_none };
static LeatLinkClass connecting_class = { .struct_size = sizeof (LeatLinkClass) };
static LeatLink push_link;

static LeatLink *
open_link (LeatSource *source, GCancellable *cancellable, GError **error)
{
  return &push_link;
}

typedef struct {
  PicturesHall hall;
  LeatSource *source;
  LeatBatch *batch;
} Place;

static void
place_set (Place *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  leat_option_set (leat_options_find (picture_push_class.options, key), self->source, value,
                   &error);
  g_assert_no_error (error);
}

static void
place_init (Place *self, const LeatLinkClass *link)
{
  g_autoptr (GError) error = NULL;

  hall_init (&self->hall);
  self->hall.host.open_link = open_link;
  push_link.klass = link;
  self->batch = leat_batch_new (1);
  self->source = leat_source_instance_new (&picture_push_class);
  self->source->host = &self->hall;
  place_set (self, "image-folder", self->hall.drop);
  place_set (self, "image-waiting", "2");
  g_assert_true (leat_source_instance_init (self->source, &error));
  g_assert_no_error (error);
}

static void
place_start (Place *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (picture_push_class.start (self->source, NULL, &error));
  g_assert_no_error (error);
}

static void
place_clear (Place *self)
{
  leat_source_instance_free (self->source);
  leat_batch_unref (self->batch);
  hall_clear (&self->hall);
}

static LeatVerdict
place_give (Place *self, gconstpointer payload, gsize length, GError **error)
{
  const LeatFrame frame = { .struct_size = sizeof frame, .payload = payload, .length = length };
  const LeatArrival arrival = { .struct_size = sizeof arrival, .moment = { 1000, 1000 } };

  return picture_push_class.frame (self->source, &self->hall.stream, &frame, &arrival, self->batch,
                                   error);
}

static void
place_push (Place *self, const char *name, const char *text)
{
  g_autoptr (GByteArray) pushed = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  pushed_append (pushed, FALSE, 0, name, text, strlen (text));
  g_assert_cmpint (place_give (self, pushed->data, pushed->len, &error), ==, LEAT_VERDICT_TAKEN);
  g_assert_no_error (error);
}

static void
assert_record (Place *self, guint index, const char *name, const char *text, const char *state)
{
  const LeatRecord *record = leat_batch_get_record (self->batch, index);
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  g_assert_cmpstr (record->origin->source, ==, "pics");
  g_assert_cmpstr (record->origin->epoch, ==, self->hall.origin->epoch);
  g_assert_cmpstr (hall_find (record, "picture_name")->string, ==, name);
  g_assert_cmpint (hall_find (record, "picture_size")->integer, ==, (gint64) strlen (text));
  g_assert_cmpstr (hall_find (record, "picture_type")->string, ==, "0001abff");
  g_assert_cmpstr (hall_find (record, "picture_checksum")->string, ==, checksum);
  g_assert_cmpstr (hall_find (record, "picture_state")->string, ==, state);
}

static void
test_stored (void)
{
  Place place;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  place_init (&place, &connecting_class);
  place_start (&place);
  place_push (&place, "../shots/17.jpg", "picture");
  assert_record (&place, 0, "17.jpg", "picture", "stored");
  path = g_build_filename (place.hall.drop, "17.jpg", NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "picture");
  place_push (&place, "17.jpg", "another");
  assert_record (&place, 1, "2~17.jpg", "another", "stored");
  place_clear (&place);
}

/* told of once, until one is stored again */
static void
test_lost (void)
{
  Place place;
  g_autofree char *path = NULL;

  place_init (&place, &connecting_class);
  place_start (&place);
  place_push (&place, "1.jpg", "1");
  place_push (&place, "2.jpg", "2");
  place_push (&place, "3.jpg", "3");
  place_push (&place, "4.jpg", "4");
  assert_record (&place, 3, "4.jpg", "4", "lost");
  g_assert_cmpstr (place.hall.notes->str, ==, "picture-lost ");
  path = g_build_filename (place.hall.drop, "1.jpg", NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  place_push (&place, "5.jpg", "5");
  assert_record (&place, 4, "5.jpg", "5", "stored");
  place_push (&place, "6.jpg", "6");
  g_assert_cmpstr (place.hall.notes->str, ==, "picture-lost picture-lost ");
  place_clear (&place);
}

typedef struct {
  const char *path;
  const LeatLinkClass *link;
  const char *payload;
  const char *message;
  const char *notes;
  gboolean fails;
} Refused;

static const Refused refused[] = {
  { "/push/too-large", &connecting_class, "\2too large", "too large", "", FALSE },
  { "/push/cut", &connecting_class, "\4cut", "cut", "", FALSE },
  { "/push/out-of-step", &connecting_class, "\1no header", "no header", "", TRUE },
  { "/push/out-of-step-beside-others", &listening_class, "\1no header", "no header", "out-of-step ",
    FALSE },
  { "/push/foreign-framer", &connecting_class, "", "", "", FALSE },
  { "/push/no-text", &connecting_class, "\2\xff", "\xef\xbf\xbd", "", FALSE },
};

static void
test_refused (gconstpointer data)
{
  const Refused *test = data;
  g_autoptr (GError) error = NULL;
  Place place;

  place_init (&place, test->link);
  place_start (&place);
  g_assert_cmpint (place_give (&place, test->payload, strlen (test->payload), &error), ==,
                   LEAT_VERDICT_REJECTED);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_REJECTED);
  g_assert_cmpstr (error->message, ==, test->message);
  g_assert_cmpstr (place.hall.notes->str, ==, test->notes);
  g_assert_cmpint (place.hall.failure != NULL, ==, test->fails);
  g_assert_cmpuint (leat_batch_get_n_records (place.batch), ==, 0);
  place_clear (&place);
}

/* a machine that connects anew has another stream, and its records another epoch */
static void
test_streams (void)
{
  Place place;
  LeatOrigin *first;

  place_init (&place, &listening_class);
  place_start (&place);
  place_push (&place, "1.jpg", "1");
  first = place.hall.origin;
  place.hall.origin = test_origin_new ("pics");
  place_push (&place, "2.jpg", "2");
  assert_record (&place, 1, "2.jpg", "2", "stored");
  g_assert_true (leat_batch_get_record (place.batch, 0)->origin !=
                 leat_batch_get_record (place.batch, 1)->origin);
  leat_origin_unref (first);
  place_clear (&place);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;
  Place place;

  place_init (&place, &connecting_class);
  place_set (&place, "image-folder", "/nowhere/at/all");
  g_assert_false (picture_push_class.start (place.source, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND);
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/push/stored", test_stored);
  g_test_add_func ("/push/lost", test_lost);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_test_add_data_func (refused[i].path, &refused[i], test_refused);
  g_test_add_func ("/push/streams", test_streams);
  g_test_add_func ("/push/no-folder", test_no_folder);
  return g_test_run ();
}
