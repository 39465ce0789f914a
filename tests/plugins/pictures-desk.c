/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-desk.c - tests of what becomes of results and pictures, by a clock in hand */
#include "pictures-hall.h"

#define SECOND LEAT_NSEC_PER_SEC

typedef struct {
  PicturesHall hall;
  LeatSource source;
  PicturesOptions options;
  PicturesDesk desk;
} Desk;

/* files are as old as the real clock says */
static gint64 passed;

static LeatMoment
tell_time (gpointer user_data)
{
  return (LeatMoment) { g_get_real_time () * 1000 + passed, 1000000 * SECOND + passed };
}

static void
desk_open (Desk *self)
{
  const LeatInput input = { sizeof input, "camera", self->hall.results->schema };
  g_autoptr (GError) error = NULL;

  self->desk = (PicturesDesk) { .source = &self->source,
                                .options = &self->options,
                                .pairs = self->options.wait > 0 };
  self->desk.name = pictures_name_new (self->options.name, &error);
  self->desk.shape = self->desk.pairs ? pictures_shape_new (&input, 1, &error)
                                      : pictures_shape_new (NULL, 0, &error);
  g_assert_true (pictures_desk_open (&self->desk, &error));
  g_assert_no_error (error);
  pictures_desk_look (&self->desk);
}

static void
desk_init (Desk *self, const char *name, gint64 wait)
{
  passed = 0;
  leat_clock_inject (tell_time, NULL);
  hall_init (&self->hall);
  self->source = (LeatSource) { .klass = &pictures_class, .host = &self->hall };
  self->options = (PicturesOptions) {
    .folder = self->hall.drop,
    .directory = self->hall.store,
    .name = (char *) name,
    .wait = wait,
    .largest = 100,
    .bounds = { .files = 10 },
  };
  desk_open (self);
}

static void
desk_clear (Desk *self)
{
  pictures_desk_clear (&self->desk);
  hall_clear (&self->hall);
  leat_clock_inject (NULL, NULL);
}

static void
desk_result (Desk *self, gint64 num)
{
  g_autoptr (LeatBatch) batch = hall_make_result (&self->hall, num);

  pictures_desk_add_results (&self->desk, batch);
}

static void
desk_picture (Desk *self, const char *name)
{
  hall_drop (&self->hall, name);
  pictures_desk_take (&self->desk, name);
}

static void
desk_expect (Desk *self, const char *given)
{
  g_assert_cmpstr (self->hall.given->str, ==, given);
  g_string_truncate (self->hall.given, 0);
}

static void
test_order (void)
{
  Desk desk;

  desk_init (&desk, "*", 5 * G_USEC_PER_SEC);
  desk_result (&desk, 17);
  desk_expect (&desk, "");
  desk_picture (&desk, "a.jpg");
  desk_picture (&desk, "b.jpg");
  desk_expect (&desk, "17 stored ");
  desk_result (&desk, 18);
  desk_expect (&desk, "18 stored ");
  desk_clear (&desk);
}

static void
test_by_name (void)
{
  Desk desk;

  desk_init (&desk, "{source}_{num}_*.jpg", 5 * G_USEC_PER_SEC);
  desk_result (&desk, 17);
  desk_result (&desk, 18);
  desk_picture (&desk, "camera_000018_x.jpg");
  desk_expect (&desk, "18 stored ");
  desk_picture (&desk, "other_000017_x.jpg");
  desk_picture (&desk, "camera_17_x.bmp"); /* image-name= does not want it */
  desk_expect (&desk, "");
  g_assert_cmpint (pictures_desk_get_due (&desk.desk), ==, 1000005 * SECOND);
  passed = 5 * SECOND;
  pictures_desk_look (&desk.desk);
  desk_expect (&desk, "17 missing -1 unpaired ");
  g_assert_cmpint (pictures_desk_get_due (&desk.desk), ==, G_MAXINT64);
  desk_clear (&desk);
}

/* results go out; pictures wait for those of the next life */
static void
test_end (void)
{
  Desk desk;

  desk_init (&desk, "*_{num}.jpg", 5 * G_USEC_PER_SEC);
  desk_result (&desk, 17);
  desk_picture (&desk, "x_18.jpg");
  pictures_desk_finish (&desk.desk);
  desk_expect (&desk, "17 missing ");
  pictures_desk_clear (&desk.desk);
  desk_open (&desk);
  desk_expect (&desk, "");
  desk_result (&desk, 18);
  desk_expect (&desk, "18 stored ");
  desk_clear (&desk);
}

static void
test_alone (void)
{
  Desk desk;

  desk_init (&desk, "*.jpg", 0);
  desk_picture (&desk, "a.jpg");
  desk_picture (&desk, "b.txt");
  desk_expect (&desk, "-1 stored ");
  desk_clear (&desk);
}

/* told once, and each has its record */
static void
test_refused (void)
{
  Desk desk;

  desk_init (&desk, "*", 5 * G_USEC_PER_SEC);
  desk.options.largest = 1;
  desk_result (&desk, 17);
  desk_result (&desk, 18);
  desk_picture (&desk, "a.jpg");
  desk_picture (&desk, "b.jpg");
  desk_expect (&desk, "17 too-large 18 too-large ");
  g_assert_cmpstr (desk.hall.notes->str, ==, "picture-lost ");
  desk_clear (&desk);
}

/* the disk is read-only, or gone: the result has its record all the same */
static void
test_no_place (void)
{
  Desk desk;
  g_autofree char *place = NULL;

  desk_init (&desk, "*", 5 * G_USEC_PER_SEC);
  place = g_build_filename (desk.hall.store, "camera", NULL);
  g_assert_true (g_file_set_contents (place, "", 0, NULL)); /* no folder can be made there */
  desk_result (&desk, 17);
  desk_picture (&desk, "a.jpg");
  desk_expect (&desk, "17 lost ");
  g_assert_cmpstr (desk.hall.notes->str, ==, "picture-lost ");
  desk_clear (&desk);
}

static void
test_full (void)
{
  Desk desk;

  desk_init (&desk, "*", 5 * G_USEC_PER_SEC);
  desk.hall.push = LEAT_PUSH_FULL;
  g_assert_false (desk.desk.is_full);
  desk_result (&desk, 17);
  desk_picture (&desk, "a.jpg");
  desk_expect (&desk, "17 stored ");
  g_assert_true (desk.desk.is_full);
  desk_clear (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/order", test_order);
  g_test_add_func ("/desk/by-name", test_by_name);
  g_test_add_func ("/desk/end", test_end);
  g_test_add_func ("/desk/alone", test_alone);
  g_test_add_func ("/desk/refused", test_refused);
  g_test_add_func ("/desk/no-place", test_no_place);
  g_test_add_func ("/desk/full", test_full);
  return g_test_run ();
}
