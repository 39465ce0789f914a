/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-source.c - pictures of a folder, and those of other sources' results: a junction
 *
 * Results never wait for pictures: they go their way from their own source, and this one is given
 * them beside their sinks, in a queue that drops what it cannot follow. It gives a record for each
 * result, with its picture or without, and one for each picture that is of no result. */
#include "pictures-source.h"
#include "pictures-desk.h"

typedef struct {
  LeatSource parent;
  PicturesOptions options;

  PicturesDesk desk;
  PicturesFolder *folder; /* NULL: between two lives */
  GSource *timer;         /* likewise */
} PicturesSource;

static const LeatOption pictures_options[] = {
  PICTURES_OPTIONS (PicturesSource, options),
  LEAT_OPTION_STRING (PicturesSource, options.name, .key = "image-name", .preset = "*",
                      .summary = "Names of the pictures: * and ? stand for others, {FIELD} for "
                                 "what that field of the result says ({source}: its source), as in "
                                 "*_{num}.jpg. Without a field the next picture is the next "
                                 "result's. Files with other names are left alone."),
  LEAT_OPTION_DURATION (PicturesSource, options.wait, .key = "image-wait", .preset = "5s",
                        .minimum = 1000, .maximum = 86400e6,
                        .summary = "Time that a result of from= waits here for its picture, and a "
                                   "picture for its result; further apart they never meet. The "
                                   "result's own record goes at once."),
  LEAT_OPTION_END,
};

static const LeatOption picture_folder_options[] = {
  PICTURES_OPTIONS (PicturesSource, options),
  LEAT_OPTION_STRING (PicturesSource, options.name, .key = "image-name", .preset = "*",
                      .summary = "Names of the pictures: * and ? stand for others. Files with "
                                 "other names are left alone."),
  LEAT_OPTION_END,
};

static gboolean
pictures_init (LeatSource *source, GError **error)
{
  PicturesSource *self = (PicturesSource *) source;

  self->desk.source = source;
  self->desk.options = &self->options;
  self->desk.pairs = source->klass == &pictures_class;
  if (g_strcmp0 (self->options.folder, self->options.directory) == 0)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "image-dir: it must be another folder than image-folder=");
  self->desk.name = pictures_name_new (self->options.name, error);
  return self->desk.name != NULL;
}

static gboolean
picture_folder_init (LeatSource *source, GError **error)
{
  PicturesDesk *desk = &((PicturesSource *) source)->desk;

  if (!pictures_init (source, error))
    return FALSE;
  if (*pictures_name_get_fields (desk->name) != NULL)
    return leat_error_fail (error, LEAT_ERROR_CONFIG,
                            "image-name: {%s}: a source picture-folder knows no results; one with "
                            "plugin=pictures does",
                            *pictures_name_get_fields (desk->name));
  desk->shape = pictures_shape_new (NULL, 0, error);
  return desk->shape != NULL;
}

/* image-name= names fields of results whose schema is known */
static gboolean
judge_fields (const PicturesName *name, const LeatInput *input, GError **error)
{
  const char *const *fields = pictures_name_get_fields (name);

  for (; input->schema != NULL && *fields != NULL; fields++)
    if (!g_str_equal (*fields, "source") && !leat_schema_find_field (input->schema, *fields, NULL))
      return leat_error_fail (error, LEAT_ERROR_CONFIG, "image-name: %s has no field %s",
                              input->name, *fields);
  return TRUE;
}

static LeatSchema *
pictures_join (LeatSource *source, const LeatInput *inputs, guint n_inputs, GError **error)
{
  PicturesDesk *desk = &((PicturesSource *) source)->desk;

  for (guint i = 0; i < n_inputs; i++)
    if (!judge_fields (desk->name, &inputs[i], error))
      return NULL;
  desk->shape = pictures_shape_new (inputs, n_inputs, error);
  return desk->shape != NULL ? leat_schema_ref (pictures_shape_get_schema (desk->shape)) : NULL;
}

static void
pictures_clear (LeatSource *source)
{
  pictures_desk_clear (&((PicturesSource *) source)->desk);
}

/* behind each step: when the next is due, and whether pictures may be taken */
static void
source_go_on (PicturesSource *self)
{
  const gint64 due = pictures_desk_get_due (&self->desk);
  const gint64 wait = (due - leat_clock_now ().monotonic) / 1000 + 1;

  if (self->timer != NULL)
    g_source_set_ready_time (self->timer,
                             due == G_MAXINT64 ? -1 : g_get_monotonic_time () + MAX (wait, 0));
  if (self->folder != NULL)
    pictures_folder_hold (self->folder, self->desk.is_full);
}

static gboolean
pictures_records (LeatSource *source, LeatBatch *batch, GError **error)
{
  PicturesSource *self = (PicturesSource *) source;

  pictures_desk_add_results (&self->desk, batch);
  source_go_on (self);
  return TRUE;
}

static void
on_found (const char *name, gpointer user_data)
{
  PicturesSource *self = user_data;

  pictures_desk_take (&self->desk, name);
  source_go_on (self);
}

static void
on_gone (gpointer user_data)
{
  PicturesSource *self = user_data;

  leat_source_fail (&self->parent,
                    g_error_new (LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                                 "%s: the folder is not there any more (image-folder=)",
                                 self->options.folder));
}

static gboolean
on_timer (gpointer user_data)
{
  PicturesSource *self = user_data;

  pictures_desk_look (&self->desk);
  source_go_on (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
pictures_start (LeatSource *source, GCancellable *cancellable, GError **error)
{
  PicturesSource *self = (PicturesSource *) source;
  const PicturesFolderSetup setup = {
    .path = self->options.folder,
    .look_every = self->options.look,
    .settle = self->options.settle,
    .found = on_found,
    .gone = on_gone,
    .user_data = self,
  };

  if (!pictures_desk_open (&self->desk, error))
    return FALSE;
  self->timer = leat_timer_new (on_timer, self);
  g_source_set_ready_time (self->timer, 0); /* what waits from before */
  self->folder = pictures_folder_new (&setup, error);
  return self->folder != NULL;
}

static void
pictures_stop (LeatSource *source)
{
  PicturesSource *self = (PicturesSource *) source;

  g_clear_pointer (&self->folder, pictures_folder_free);
  g_clear_pointer (&self->timer, leat_timer_free);
}

static void
pictures_resume (LeatSource *source)
{
  PicturesSource *self = (PicturesSource *) source;

  self->desk.is_full = FALSE;
  source_go_on (self);
}

static void
pictures_ending (LeatSource *source)
{
  pictures_desk_finish (&((PicturesSource *) source)->desk);
}

#define PICTURES_CLASS_MEMBERS \
  .struct_size = sizeof (LeatSourceClass), \
  .instance_size = sizeof (PicturesSource), \
  .clear = pictures_clear, \
  .start = pictures_start, \
  .stop = pictures_stop, \
  .resume = pictures_resume

const LeatSourceClass pictures_class = {
  PICTURES_CLASS_MEMBERS,
  .name = "pictures",
  .summary = "Pictures of the results of other sources, from a folder that they are dropped in.",
  .options = pictures_options,
  .init = pictures_init,
  .records = pictures_records,
  .join = pictures_join,
  .ending = pictures_ending,
};

static const LeatRecordTable *const picture_folder_makes[] = { &pictures_table, NULL };

const LeatSourceClass picture_folder_class = {
  PICTURES_CLASS_MEMBERS,
  .name = "picture-folder",
  .summary = "Pictures that are dropped in a folder: a record for each.",
  .options = picture_folder_options,
  .flags = LEAT_SOURCE_CAN_WAIT,
  .init = picture_folder_init,
  .makes = picture_folder_makes,
};
