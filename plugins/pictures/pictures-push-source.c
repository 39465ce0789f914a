/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pictures-push-source.c - pictures that a machine pushes over a link, into a drop folder
 *
 * There a source pictures takes them for the results that they are of: what is pushed waits on the
 * disk for that, in no queue, and results never wait for it. */
#include "pictures-push-source.h"
#include "pictures-drop.h"
#include "pictures-push-framer.h"

typedef struct {
  LeatSource parent;
  char *folder;
  gint64 waiting;

  LeatSchema *schema;
  LeatOrigin *like;   /* of the stream that @origin was made for; NULL: none yet */
  LeatOrigin *origin; /* with @schema */
  gboolean listens;   /* more than one machine may push */
  gboolean is_lost;   /* the last picture was */
} PushSource;

enum {
  FIELD_NAME,
  FIELD_SIZE,
  FIELD_TYPE,
  FIELD_CHECKSUM,
  FIELD_STATE,
  N_FIELDS,
};

static const LeatField push_fields[N_FIELDS] = {
  [FIELD_NAME] = { .name = "picture_name",
                   .type = LEAT_TYPE_STRING,
                   .summary = "Its name in image-folder=: the machine's, without folders, and with "
                              "_ for what is no text." },
  [FIELD_SIZE] = { .name = "picture_size",
                   .type = LEAT_TYPE_INT,
                   .unit = "B",
                   .summary = "Its size." },
  [FIELD_TYPE] = { .name = "picture_type",
                   .type = LEAT_TYPE_STRING,
                   .summary = "The four bytes behind the size, hexadecimal; what they mean is not "
                              "known." },
  [FIELD_CHECKSUM] = { .name = "picture_checksum",
                       .type = LEAT_TYPE_STRING,
                       .summary = "SHA-256 of its bytes, hexadecimal." },
  [FIELD_STATE] = { .name = "picture_state",
                    .type = LEAT_TYPE_STRING,
                    .summary = "stored; lost: it was not, the disk or image-folder= is full." },
};

static const LeatRecordTable push_table = {
  .struct_size = sizeof (LeatRecordTable),
  .name = "picture-push",
  .summary = "A picture that was pushed whole.",
  .fields = push_fields,
  .n_fields = N_FIELDS,
};

static const LeatOption push_options[] = {
  LEAT_OPTION_STRING (PushSource, folder, .key = "image-folder",
                      .flags = LEAT_OPTION_REQUIRED | LEAT_OPTION_PATH,
                      .summary = "Folder that the pictures are written into, each under the name "
                                 "that the machine gives it; a source pictures or picture-folder "
                                 "takes them from there. max-frame= bounds their size."),
  LEAT_OPTION_INT (PushSource, waiting, .key = "image-waiting", .preset = "1000", .minimum = 1,
                   .maximum = 1e6,
                   .summary = "Pictures that may wait there for who takes them; what is pushed "
                              "beyond that is lost."),
  LEAT_OPTION_END
};

static gboolean
push_init (LeatSource *source, GError **error)
{
  ((PushSource *) source)->schema = leat_schema_new (push_table.name, push_fields, N_FIELDS);
  return TRUE;
}

static void
push_forget_origin (PushSource *self)
{
  g_clear_pointer (&self->origin, leat_origin_unref);
  g_clear_pointer (&self->like, leat_origin_unref);
}

static void
push_clear (LeatSource *source)
{
  PushSource *self = (PushSource *) source;

  push_forget_origin (self);
  g_clear_pointer (&self->schema, leat_schema_unref);
}

static PicturesDrop
push_make_drop (const PushSource *self, const char *owner)
{
  return (PicturesDrop) { .folder = self->folder, .owner = owner, .most = self->waiting };
}

static gboolean
push_start (LeatSource *source, GCancellable *cancellable, GError **error)
{
  PushSource *self = (PushSource *) source;
  const PicturesDrop drop = push_make_drop (self, NULL);
  LeatLink *link;

  if (!pictures_drop_check (&drop, error))
    return FALSE;
  link = leat_source_open_link (source, cancellable, error);
  self->listens = link != NULL && LEAT_CLASS_HAS (link->klass, accept);
  return link != NULL;
}

/* the stream's, with the fields of a picture */
static const LeatOrigin *
push_find_origin (PushSource *self, LeatStream *stream)
{
  const LeatOrigin *like = leat_stream_get_origin (stream);

  if (self->like == like)
    return self->origin;
  push_forget_origin (self);
  self->like = leat_origin_ref (like);
  self->origin = leat_origin_new (like->source, like->epoch, self->schema, like->gateway,
                                  like->tags);
  return self->origin;
}

static void
push_tell_lost (PushSource *self, const GError *why)
{
  if (why != NULL && !self->is_lost)
    leat_source_note (&self->parent, "picture-lost", "%s", why->message);
  self->is_lost = why != NULL;
}

static void
push_take (PushSource *self, const LeatOrigin *origin, const LeatFrame *frame,
           const LeatArrival *arrival, LeatBatch *batch)
{
  const PicturesDrop drop = push_make_drop (self, origin->source);
  const guint8 *data = frame->payload + PUSH_HEADER;
  const gsize length = frame->length - PUSH_HEADER;
  g_autofree char *name = pictures_header_make_name (frame->payload);
  g_autofree char *type = pictures_header_make_type (frame->payload);
  g_autofree char *checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length);
  g_autoptr (GError) why = NULL;
  g_autofree char *placed = pictures_drop_put (&drop, name, data, length, &why);

  push_tell_lost (self, why);
  leat_batch_append (batch, origin, arrival->moment);
  leat_batch_set_string (batch, FIELD_NAME, placed != NULL ? placed : name, -1);
  leat_batch_set_int (batch, FIELD_SIZE, (gint64) length);
  leat_batch_set_string (batch, FIELD_TYPE, type, -1);
  leat_batch_set_string (batch, FIELD_CHECKSUM, checksum, -1);
  leat_batch_set_string (batch, FIELD_STATE, placed != NULL ? "stored" : "lost", -1);
}

/* Nothing in the stream says where the next picture begins: a new connection does. Where others
 * push over connections of their own, these are left alone. */
static void
push_get_lost (PushSource *self, const char *text)
{
  if (self->listens)
    leat_source_note (&self->parent, "out-of-step",
                      "%s; what comes over this connection is passed over until its end", text);
  else
    leat_source_fail (&self->parent,
                      g_error_new (LEAT_ERROR, LEAT_ERROR_FAILED,
                                   "%s; connecting anew (see byte-order=, size-counts= of "
                                   "framer=)",
                                   text));
}

static LeatVerdict
push_refuse (PushSource *self, const LeatFrame *frame, GError **error)
{
  const char *payload = (const char *) frame->payload;
  g_autofree char *text = g_utf8_make_valid (payload + 1, MAX ((gssize) frame->length, 1) - 1);

  if (frame->length > 0 && payload[0] == PUSH_OUT_OF_STEP)
    push_get_lost (self, text);
  leat_error_fail (error, LEAT_ERROR_REJECTED, "%s", text);
  return LEAT_VERDICT_REJECTED;
}

static LeatVerdict
push_frame (LeatSource *source, LeatStream *stream, const LeatFrame *frame,
            const LeatArrival *arrival, LeatBatch *batch, GError **error)
{
  PushSource *self = (PushSource *) source;

  if (frame->length <= PUSH_HEADER)
    return push_refuse (self, frame, error);
  push_take (self, push_find_origin (self, stream), frame, arrival, batch);
  return LEAT_VERDICT_TAKEN;
}

static const LeatRecordTable *const push_makes[] = { &push_table, NULL };

const LeatSourceClass picture_push_class = {
  .struct_size = sizeof (LeatSourceClass),
  .instance_size = sizeof (PushSource),
  .name = "picture-push",
  .summary = "Pictures that a machine pushes over a link, as Cognex DataMan does: into a folder.",
  .options = push_options,
  .schemes = "tcp tls listen unix unix-listen",
  .framer = "picture-push",
  .init = push_init,
  .clear = push_clear,
  .start = push_start,
  .frame = push_frame,
  .makes = push_makes,
};
