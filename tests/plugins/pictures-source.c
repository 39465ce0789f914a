/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-source.c - tests of the life of a source of pictures, and of what it refuses */
#include "pictures-hall.h"

static void
set (LeatSource *source, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  leat_option_set (leat_options_find (source->klass->options, key), source, value, &error);
  g_assert_no_error (error);
}

/* @name: of image-name=; NULL: the preset */
static LeatSource *
make (PicturesHall *hall, const LeatSourceClass *klass, const char *name)
{
  LeatSource *source = leat_source_instance_new (klass);

  source->host = hall;
  set (source, "image-folder", hall->drop);
  set (source, "image-dir", hall->store);
  if (name != NULL)
    set (source, "image-name", name);
  return source;
}

static void
join (PicturesHall *hall, LeatSource *source)
{
  const LeatInput input = { sizeof input, "camera", hall->results->schema };
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatSchema) schema = NULL;

  g_assert_true (leat_source_instance_init (source, &error));
  g_assert_no_error (error);
  schema = source->klass->join (source, &input, 1, &error);
  g_assert_no_error (error);
  g_assert_true (leat_schema_find_field (schema, "num", NULL));
  g_assert_true (leat_schema_find_field (schema, "picture_checksum", NULL));
}

static void
start (LeatSource *source)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (source->klass->start (source, NULL, &error));
  g_assert_no_error (error);
}

static void
await (PicturesHall *hall, const char *given)
{
  while (!g_str_equal (hall->given->str, given))
    g_main_context_iteration (NULL, TRUE);
}

static void
give (PicturesHall *hall, LeatSource *source, gint64 num)
{
  g_autoptr (LeatBatch) batch = hall_make_result (hall, num);

  g_assert_true (source->klass->records (source, batch, NULL));
}

static void
test_life (void)
{
  PicturesHall hall;
  LeatSource *source;

  hall_init (&hall);
  source = make (&hall, &pictures_class, "*_{num}.jpg");
  set (source, "image-wait", "1h");
  join (&hall, source);
  start (source);
  give (&hall, source, 17);
  give (&hall, source, 18);
  hall_drop (&hall, "x_18.jpg");
  await (&hall, "18 stored ");
  /* another life: what waits goes on */
  source->klass->stop (source);
  start (source);
  hall_drop (&hall, "x_17.jpg");
  await (&hall, "18 stored 17 stored ");
  give (&hall, source, 19);
  source->klass->ending (source);
  g_assert_cmpstr (hall.given->str, ==, "18 stored 17 stored 19 missing ");
  source->klass->stop (source);
  leat_source_instance_free (source);
  hall_clear (&hall);
}

static void
test_waited (void)
{
  PicturesHall hall;
  LeatSource *source;

  hall_init (&hall);
  source = make (&hall, &pictures_class, NULL);
  set (source, "image-wait", "1ms");
  join (&hall, source);
  start (source);
  give (&hall, source, 17);
  await (&hall, "17 missing ");
  source->klass->stop (source);
  leat_source_instance_free (source);
  hall_clear (&hall);
}

/* no more is taken until there is room */
static void
test_full (void)
{
  PicturesHall hall;
  LeatSource *source;

  hall_init (&hall);
  hall.push = LEAT_PUSH_FULL;
  source = make (&hall, &picture_folder_class, NULL);
  g_assert_true (leat_source_instance_init (source, NULL));
  start (source);
  hall_drop (&hall, "a.jpg");
  await (&hall, "-1 stored ");
  hall_drop (&hall, "b.jpg");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (hall.given->str, ==, "-1 stored ");
  source->klass->resume (source);
  await (&hall, "-1 stored -1 stored ");
  source->klass->stop (source);
  leat_source_instance_free (source);
  hall_clear (&hall);
}

static void
test_gone (void)
{
  PicturesHall hall;
  LeatSource *source;
  g_autoptr (GError) error = NULL;

  hall_init (&hall);
  source = make (&hall, &picture_folder_class, NULL);
  g_assert_true (leat_source_instance_init (source, NULL));
  start (source);
  scratch_remove (hall.drop);
  while (hall.failure == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (hall.failure, LEAT_ERROR, LEAT_ERROR_DISCONNECTED);
  source->klass->stop (source);
  g_assert_false (source->klass->start (source, NULL, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND);
  source->klass->stop (source);
  leat_source_instance_free (source);
  hall_clear (&hall);
}

typedef struct {
  const char *path;
  const LeatSourceClass *klass;
  const char *key;
  const char *value;
  gboolean joins; /* it is refused there, not by init() */
} Fault;

static const Fault faults[] = {
  { "/source/fault/same", &pictures_class, "image-dir", "", FALSE },
  { "/source/fault/name", &pictures_class, "image-name", "{", FALSE },
  { "/source/fault/no-results", &picture_folder_class, "image-name", "{num}", FALSE },
  { "/source/fault/no-field", &pictures_class, "image-name", "{code}", TRUE },
};

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  PicturesHall hall;
  LeatSource *source = leat_source_instance_new (fault->klass);
  g_autoptr (GError) error = NULL;

  hall_init (&hall);
  source->host = &hall;
  set (source, "image-folder", hall.drop);
  if (!g_str_equal (fault->key, "image-dir"))
    set (source, "image-dir", hall.store);
  set (source, fault->key, *fault->value != '\0' ? fault->value : hall.drop);
  if (fault->joins)
    {
      const LeatInput input = { sizeof input, "camera", hall.results->schema };

      g_assert_true (leat_source_instance_init (source, &error));
      g_assert_null (fault->klass->join (source, &input, 1, &error));
    }
  else
    g_assert_false (leat_source_instance_init (source, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  leat_source_instance_free (source);
  hall_clear (&hall);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/life", test_life);
  g_test_add_func ("/source/waited", test_waited);
  g_test_add_func ("/source/full", test_full);
  g_test_add_func ("/source/gone", test_gone);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    g_test_add_data_func (faults[i].path, &faults[i], test_fault);
  return g_test_run ();
}
