/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-shelf.c - tests that pictures are taken whole, and placed by their ids */
#include "pictures-shelf.h"
#include "../daemon/scratch.h"
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define EPOCH "0K3Q9V2M7WB1X5T4E8ZC"
#define LARGEST 1000
/* sha256sum of "hello" */
#define HELLO "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

typedef struct {
  char *drop;
  char *store;
  PicturesShelf *shelf;
} Place;

static void
place_open (Place *self)
{
  const PicturesBounds bounds = { .files = 2 };
  g_autoptr (GError) error = NULL;

  self->shelf = pictures_shelf_new (self->store, &bounds, &error);
  g_assert_no_error (error);
}

static void
place_init (Place *self)
{
  *self = (Place) { .drop = scratch_new (), .store = scratch_new () };
  place_open (self);
}

static void
place_clear (Place *self)
{
  pictures_shelf_free (self->shelf);
  scratch_free (self->drop);
  scratch_free (self->store);
}

static char *
place_path (Place *self, const char *name)
{
  return g_build_filename (self->drop, name, NULL);
}

static void
place_drop (Place *self, const char *name, const char *text, gsize length)
{
  g_autofree char *path = place_path (self, name);

  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
}

static gboolean
place_has (Place *self, const char *name)
{
  g_autofree char *path = place_path (self, name);
  struct stat status;

  return lstat (path, &status) == 0;
}

static Picture *
place_take (Place *self, const char *name, GError **why)
{
  return pictures_shelf_take (self->shelf, self->drop, name, LARGEST, why);
}

static void
test_stored (void)
{
  g_autoptr (Picture) picture = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL, *text = NULL;
  Place place;

  place_init (&place);
  place_drop (&place, "cam 7.jpg", "hello", 5);
  picture = place_take (&place, "cam 7.jpg", &error);
  g_assert_no_error (error);
  g_assert_false (place_has (&place, "cam 7.jpg"));
  g_assert_cmpstr (picture->name, ==, "cam 7.jpg");
  g_assert_cmpint (picture->size, ==, 5);
  g_assert_cmpstr (picture->checksum, ==, HELLO);
  g_assert_true (pictures_shelf_place (place.shelf, picture, "camera/" EPOCH "/17", &error));
  expected = g_build_filename (place.store, "camera", EPOCH, "17.jpg", NULL);
  g_assert_cmpstr (picture->path, ==, expected);
  g_assert_true (g_file_get_contents (expected, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "hello");
  place_clear (&place);
}

typedef struct {
  const char *path;
  const char *name;
  const char *end; /* of the path that it gets */
} Ending;

static const Ending endings[] = {
  { "/shelf/name/none", "picture", "/17" },
  { "/shelf/name/dot-last", "picture.", "/17" },
  { "/shelf/name/long", "picture.jpegpicture", "/17" },
  { "/shelf/name/odd", "picture.j%g", "/17" },
  { "/shelf/name/case", "a.b.JPG", "/17.JPG" },
};

static void
test_name (gconstpointer data)
{
  const Ending *ending = data;
  g_autoptr (Picture) picture = NULL;
  Place place;

  place_init (&place);
  place_drop (&place, ending->name, "hello", 5);
  picture = place_take (&place, ending->name, NULL);
  g_assert_true (pictures_shelf_place (place.shelf, picture, "camera/" EPOCH "/17", NULL));
  g_assert_true (g_str_has_suffix (picture->path, ending->end));
  place_clear (&place);
}

static void
test_refused (void)
{
  g_autofree char *large = g_strnfill (LARGEST + 1, 'x');
  Place place;

  place_init (&place);
  place_drop (&place, "large.jpg", large, LARGEST + 1);
  place_drop (&place, "empty.jpg", "", 0);
  for (guint i = 0; i < 2; i++)
    {
      const char *name = i == 0 ? "large.jpg" : "empty.jpg";
      g_autoptr (GError) why = NULL;
      g_autoptr (Picture) picture = place_take (&place, name, &why);

      g_assert_error (why, LEAT_ERROR, LEAT_ERROR_REJECTED);
      g_assert_cmpint (picture->state, ==, i == 0 ? PICTURE_TOO_LARGE : PICTURE_LOST);
      g_assert_null (picture->path);
      g_assert_false (place_has (&place, name));
    }
  place_clear (&place);
}

/* whoever may write into the folder may put anything there; it does not leave it */
static void
test_no_picture (void)
{
  g_autofree char *link = NULL, *fifo = NULL, *folder = NULL;
  static const char *const names[] = { "link.jpg", "fifo.jpg", "folder.jpg", "gone.jpg" };
  Place place;

  place_init (&place);
  link = place_path (&place, "link.jpg");
  fifo = place_path (&place, "fifo.jpg");
  folder = place_path (&place, "folder.jpg");
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) why = NULL;

      g_assert_null (place_take (&place, names[i], &why));
      g_assert_no_error (why);
      g_assert_cmpint (place_has (&place, names[i]), ==, i < 3);
    }
  place_clear (&place);
}

static void
on_old (Picture *picture, gpointer user_data)
{
  g_autoptr (Picture) old = picture;

  g_assert_true (g_file_test (old->path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpstr (old->checksum, ==, HELLO);
  g_string_append_printf (user_data, "%s ", old->name);
}

/* leatd ends between taking and placing */
static void
test_old (void)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autofree char *half = NULL;
  Place place;

  place_init (&place);
  for (guint i = 0; i < 11; i++)
    {
      g_autofree char *name = g_strdup_printf ("%c-%u.jpg", 'k' - (int) i, i);

      place_drop (&place, name, "hello", 5);
      picture_free (place_take (&place, name, NULL));
    }
  half = g_build_filename (place.store, ".incoming", ".half", NULL);
  g_assert_true (g_file_set_contents (half, "hel", 3, NULL));
  pictures_shelf_free (place.shelf);
  place_open (&place);
  pictures_shelf_each_old (place.shelf, on_old, found);
  g_assert_cmpstr (found->str, ==,
                   "k-0.jpg j-1.jpg i-2.jpg h-3.jpg g-4.jpg f-5.jpg e-6.jpg d-7.jpg c-8.jpg "
                   "b-9.jpg a-10.jpg ");
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  place_clear (&place);
}

static void
test_bounded (void)
{
  Place place;

  place_init (&place);
  for (guint i = 1; i <= 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("camera/" EPOCH "/%u", i);
      g_autofree char *oldest = g_strdup_printf ("%s/camera/" EPOCH "/%u.jpg", place.store, i - 2);
      g_autoptr (Picture) picture = NULL;

      place_drop (&place, "x.jpg", "hello", 5);
      picture = place_take (&place, "x.jpg", NULL);
      g_assert_true (pictures_shelf_place (place.shelf, picture, id, NULL));
      g_assert_false (g_file_test (oldest, G_FILE_TEST_EXISTS));
    }
  place_clear (&place);
}

static void
test_no_place (void)
{
  const PicturesBounds bounds = { .files = 2 };
  g_autoptr (GError) error = NULL;

  g_assert_null (pictures_shelf_new ("/proc/nowhere", &bounds, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_HELD);
}

/* another disk: copied; then it is full: lost, and not a trace of it left */
static void
test_full (void)
{
  g_autofree char *text = g_strnfill (40 * 1024, 'x');
  g_autoptr (GError) why = NULL;
  g_autoptr (Picture) first = NULL, second = NULL;
  g_autofree char *half = NULL;
  Place place;

  place_init (&place);
  pictures_shelf_free (g_steal_pointer (&place.shelf));
  if (mount ("leat-test", place.store, "tmpfs", 0, "size=64k") != 0)
    {
      g_test_skip ("may not mount: not root, or in a container");
      place_clear (&place);
      return;
    }
  place_open (&place);
  place_drop (&place, "1.jpg", text, 40 * 1024);
  place_drop (&place, "2.jpg", text, 40 * 1024);
  first = pictures_shelf_take (place.shelf, place.drop, "1.jpg", G_MAXINT64, &why);
  g_assert_no_error (why);
  g_assert_true (pictures_shelf_place (place.shelf, first, "camera/" EPOCH "/1", &why));
  second = pictures_shelf_take (place.shelf, place.drop, "2.jpg", G_MAXINT64, &why);
  g_assert_error (why, LEAT_ERROR, LEAT_ERROR_FULL);
  g_assert_cmpint (second->state, ==, PICTURE_LOST);
  g_assert_false (place_has (&place, "1.jpg"));
  g_assert_false (place_has (&place, "2.jpg"));
  half = g_build_filename (place.store, ".incoming", ".half", NULL);
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (first->path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (umount2 (place.store, MNT_DETACH), ==, 0);
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shelf/stored", test_stored);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    g_test_add_data_func (endings[i].path, &endings[i], test_name);
  g_test_add_func ("/shelf/refused", test_refused);
  g_test_add_func ("/shelf/no-picture", test_no_picture);
  g_test_add_func ("/shelf/old", test_old);
  g_test_add_func ("/shelf/bounded", test_bounded);
  g_test_add_func ("/shelf/no-place", test_no_place);
  g_test_add_func ("/shelf/full", test_full);
  return g_test_run ();
}
