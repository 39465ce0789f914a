/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-framer.c - a framer keeps its contract, whatever comes and however it is cut */
#include "harness.h"
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_FRAME   256
#define STREAM_SIZE 700
#define N_CUTS      20
/* of the stream that speed is measured on */
#define LONG_STREAM (4 * 1024 * 1024)
#define PIECE       65536

/* what a framer's host points to */
typedef struct {
  LeatFramerHost table;
  const Harness *harness;
} FramerHost;

/* another framer by its name: a class of the module, or a group of the key file */
static LeatFramer *
resolve (LeatFramer *parent, const char *name, GError **error)
{
  const Harness *harness = ((FramerHost *) parent->host)->harness;
  g_autofree char *title = g_strconcat ("framer ", name, NULL);
  const LeatGroup *group = harness->keyfile != NULL
                               ? leat_keyfile_find_group (harness->keyfile, title)
                               : NULL;
  const char *type = group != NULL ? leat_group_get (group, "type") : name;
  g_autoptr (LeatFaults) faults = leat_faults_new ();

  for (const LeatFramerClass *const *k = harness->plugin->framers; k != NULL && *k != NULL; k++)
    if (g_strcmp0 ((*k)->name, type) == 0)
      {
        LeatFramer *framer = leat_framer_instance_new (*k);

        framer->host = harness_framer_host (harness);
        if ((group == NULL || leat_group_fill (group, (*k)->options, framer, faults)) &&
            leat_framer_instance_init (framer, error))
          return framer;
        leat_framer_free (framer);
        return NULL;
      }
  g_set_error (error, LEAT_ERROR, LEAT_ERROR_NOT_FOUND, "no framer %s in this module", name);
  return NULL;
}

/* a process checks one module */
gpointer
harness_framer_host (const Harness *harness)
{
  static FramerHost host = { .table = { .resolve = resolve } };

  host.harness = harness;
  return &host;
}

/* --- the contract of scan() and find(), call by call --- */

/* memory that ends where nothing can be read any more, and cannot be written to */
typedef struct {
  guint8 *start;
  gsize size; /* of what can be read */
} Pages;

static void
pages_init (Pages *self, gsize least)
{
  const gsize page = (gsize) sysconf (_SC_PAGESIZE);

  self->size = (least + page - 1) / page * page;
  self->start = mmap (NULL, self->size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                      -1, 0);
  g_assert_true (self->start != MAP_FAILED);
  mprotect (self->start + self->size, page, PROT_NONE);
}

/* the bytes, with nothing behind them */
static const guint8 *
pages_show (Pages *self, const guint8 *data, gsize length)
{
  guint8 *place = self->start + self->size - length;

  mprotect (self->start, self->size, PROT_READ | PROT_WRITE);
  memcpy (place, data, length);
  mprotect (self->start, self->size, PROT_READ);
  return place;
}

static void
pages_clear (Pages *self)
{
  munmap (self->start, self->size + (gsize) sysconf (_SC_PAGESIZE));
}

typedef struct {
  LeatFramer *framer;
  Pages pages;
  guint8 scratch[MAX_FRAME];
  const guint8 *data;
  gsize length;
  gsize from;  /* done with before */
  gsize shown; /* up to here */
  gboolean seeks;
  LeatEnd end;
  GRand *random;
} Walk;

static gboolean
is_inside (const guint8 *payload, gsize length, const guint8 *room, gsize size)
{
  return payload >= room && payload + length <= room + size;
}

static gboolean
judge_frame (const Walk *self, const LeatScanInput *input, const LeatFrame *frame, GError **error)
{
  if (frame->used == 0 || frame->used > input->length)
    return harness_wrong (error,
                          "scan() gave a frame with used = %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                          " bytes; 1 to all of them is right",
                          frame->used, input->length);
  if (frame->length > 0 && !is_inside (frame->payload, frame->length, input->data, frame->used) &&
      !is_inside (frame->payload, frame->length, self->scratch, MAX_FRAME))
    return harness_wrong (error, "scan() gave a payload that lies neither in the used bytes nor in "
                                 "scratch");
  return TRUE;
}

static gboolean
judge_scan (const Walk *self, LeatScan scan, const LeatScanInput *input, const LeatFrame *frame,
            GError **error)
{
  switch (scan)
    {
    case LEAT_SCAN_MORE:
      return input->end == LEAT_END_NO ||
             harness_wrong (error, "scan() gave MORE at an end (%d): nothing more will come",
                            (int) input->end);
    case LEAT_SCAN_FRAME:
      return judge_frame (self, input, frame, error);
    case LEAT_SCAN_SKIP:
      return (frame->used > 0 && frame->used <= input->length) ||
             harness_wrong (error,
                            "scan() gave SKIP with used = %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                            " bytes",
                            frame->used, input->length);
    case LEAT_SCAN_BAD:
      return (frame->reason != NULL && frame->reason[0] != '\0') ||
             harness_wrong (error, "scan() gave BAD without a reason");
    }
  return harness_wrong (error, "scan() gave %d, which is no LeatScan", (int) scan);
}

/* behind a BAD: to where a frame may begin */
static gboolean
walk_seek (Walk *self, GError **error)
{
  const gsize length = self->shown - self->from;
  const guint8 *data = pages_show (&self->pages, self->data + self->from, length);
  gsize next = 0;

  self->seeks = FALSE;
  if (length == 0)
    {
      self->seeks = self->shown < self->length;
      return TRUE;
    }
  if (LEAT_CLASS_HAS (self->framer->klass, find))
    next = self->framer->klass->find (self->framer, data, length);
  if (next > length)
    return harness_wrong (error, "find() gave %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes",
                          next, length);
  self->from += next;
  self->seeks = next == length;
  return TRUE;
}

static gboolean
walk_scan (Walk *self, GError **error)
{
  const gsize length = MIN (self->shown - self->from, MAX_FRAME);
  const gboolean last = self->shown == self->length;
  LeatScanInput input = { .struct_size = sizeof input,
                          .data = pages_show (&self->pages, self->data + self->from, length),
                          .length = length,
                          .scratch = self->scratch,
                          .max_frame = MAX_FRAME };
  LeatFrame frame = { .struct_size = sizeof frame };
  LeatScan scan;

  if (length == MAX_FRAME)
    input.end = LEAT_END_LIMIT;
  else if (last)
    input.end = self->end;
  scan = self->framer->klass->scan (self->framer, &input, &frame);
  if (!judge_scan (self, scan, &input, &frame, error))
    return FALSE;
  if (scan == LEAT_SCAN_MORE)
    self->shown += (gsize) g_rand_int_range (self->random, 1, 9);
  else if (scan == LEAT_SCAN_BAD)
    self->from++;
  else
    self->from += frame.used;
  self->seeks = scan == LEAT_SCAN_BAD;
  self->shown = CLAMP (self->shown, MIN (self->from + 1, self->length), self->length);
  return TRUE;
}

static gboolean
walk (Walk *self, GError **error)
{
  self->from = 0;
  self->shown = 1;
  self->seeks = FALSE;
  while (self->from < self->length)
    {
      if (self->seeks && self->shown == self->from)
        self->shown++;
      if (!(self->seeks ? walk_seek (self, error) : walk_scan (self, error)))
        return FALSE;
      if (self->seeks && self->from == self->length)
        break;
    }
  if (LEAT_CLASS_HAS (self->framer->klass, reset))
    self->framer->klass->reset (self->framer);
  return TRUE;
}

static gboolean
check_contract (HarnessCheck *check, GError **error)
{
  static const LeatEnd ends[] = { LEAT_END_MESSAGE, LEAT_END_SILENCE, LEAT_END_STREAM,
                                  LEAT_END_CUT };
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) check->harness->seed);
  Walk self = { .framer = harness_make_ready (check, error), .random = random };
  gboolean fine = self.framer != NULL;

  if (!fine)
    return FALSE;
  pages_init (&self.pages, STREAM_SIZE + 1);
  for (int i = 0; i < check->harness->rounds && fine; i++)
    {
      g_autoptr (GBytes)
          stream = harness_stream_new (check->harness, self.framer->klass->options, self.framer,
                                       (gsize) g_rand_int_range (random, 1, STREAM_SIZE), random);

      self.data = g_bytes_get_data (stream, &self.length);
      self.end = ends[i % (int) G_N_ELEMENTS (ends)];
      fine = walk (&self, error);
    }
  pages_clear (&self.pages);
  leat_framer_free (self.framer);
  return fine;
}

/* --- the same frames for all cuts --- */

static void
write_pieces (LeatFraming *framing, GString *found)
{
  LeatPiece piece;

  while (leat_framing_next (framing, &piece))
    {
      g_autofree char *payload = piece.reason == NULL
                                     ? leat_escape_do (piece.frame.payload, piece.frame.length)
                                     : NULL;

      g_string_append_printf (found, "%" G_GUINT64_FORMAT "+%" G_GSIZE_FORMAT " %s %s\n",
                              piece.offset, piece.length, piece.reason != NULL ? "noise" : "frame",
                              payload != NULL ? payload : piece.reason);
    }
}

/* @chunk: 0: all at once; < 0: random ones up to its size */
static char *
find_frames (HarnessCheck *check, const guint8 *data, gsize length, int chunk, GRand *random,
             GError **error)
{
  LeatArrival arrival = { .struct_size = sizeof arrival, .moment = { 1000, 1000 } };
  LeatFramer *framer = harness_make_ready (check, error);
  g_autoptr (LeatFraming) framing = NULL;
  g_autoptr (GString) found = g_string_new (NULL);

  if (framer == NULL)
    return NULL;
  framing = leat_framing_new (framer, MAX_FRAME);
  for (gsize offset = 0; offset < length;)
    {
      const int wanted = chunk < 0 ? g_rand_int_range (random, 1, 1 - chunk) : chunk;
      const gsize size = wanted == 0 ? length : MIN ((gsize) wanted, length - offset);

      memcpy (leat_framing_reserve (framing, size), data + offset, size);
      leat_framing_commit (framing, size, &arrival);
      write_pieces (framing, found);
      offset += size;
    }
  leat_framing_end (framing, LEAT_END_STREAM, arrival.moment);
  write_pieces (framing, found);
  return g_string_free (g_steal_pointer (&found), FALSE);
}

/* the first line in which two texts differ */
static gboolean
tell_difference (const char *one, const char *other, int chunk, GError **error)
{
  g_auto (GStrv) a = g_strsplit (one, "\n", -1);
  g_auto (GStrv) b = g_strsplit (other, "\n", -1);
  guint i = 0;

  while (a[i] != NULL && b[i] != NULL && strcmp (a[i], b[i]) == 0)
    i++;
  return harness_wrong (error,
                        "the frames depend on how the bytes are cut: all at once gives \"%s\", "
                        "%s %d bytes \"%s\" (offset+length)",
                        a[i] != NULL ? a[i] : "nothing more", chunk < 0 ? "up to" : "pieces of",
                        ABS (chunk), b[i] != NULL ? b[i] : "nothing more");
}

static gboolean
check_one_stream (HarnessCheck *check, const guint8 *data, gsize length, GRand *random,
                  GError **error)
{
  static const int chunks[] = { 1, 2, 3, -7, -64, -200 };
  g_autofree char *whole = find_frames (check, data, length, 0, random, error);

  for (int i = 0; whole != NULL && i < N_CUTS; i++)
    {
      const int chunk = chunks[i % (int) G_N_ELEMENTS (chunks)];
      g_autofree char *found = find_frames (check, data, length, chunk, random, error);

      if (found == NULL)
        return FALSE;
      if (strcmp (whole, found) != 0)
        return tell_difference (whole, found, chunk, error);
    }
  return whole != NULL;
}

static gboolean
check_cuts (HarnessCheck *check, GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) check->harness->seed);
  LeatFramer *framer = harness_make_ready (check, error);
  gboolean fine = framer != NULL;

  for (int i = 0; i < check->harness->rounds && fine; i++)
    {
      const gsize length = (gsize) g_rand_int_range (random, 1, STREAM_SIZE);
      g_autoptr (GBytes) stream = harness_stream_new (check->harness, framer->klass->options,
                                                      framer, length, random);

      fine = check_one_stream (check, g_bytes_get_data (stream, NULL), length, random, error);
    }
  leat_framer_free (framer);
  return fine;
}

/* --- what it costs --- */

static gboolean
check_speed (HarnessCheck *check, GError **error)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) check->harness->seed);
  LeatArrival arrival = { .struct_size = sizeof arrival, .moment = { 1000, 1000 } };
  LeatFramer *framer = harness_make_ready (check, error);
  g_autoptr (LeatFraming) framing = NULL;
  g_autoptr (GBytes) stream = NULL;
  guint64 n_frames = 0, allocations;
  gsize done = 0;
  gint64 begin;
  LeatPiece piece;

  if (framer == NULL)
    return FALSE;
  stream = harness_stream_new (check->harness, framer->klass->options, framer, LONG_STREAM, random);
  framing = leat_framing_new (framer, MAX_FRAME);
  memcpy (leat_framing_reserve (framing, PIECE), g_bytes_get_data (stream, NULL), PIECE);
  allocations = harness_count_allocations ();
  begin = g_get_monotonic_time ();
  for (; done < LONG_STREAM && g_get_monotonic_time () - begin < HARNESS_SPEED_TIME; done += PIECE)
    {
      memcpy (leat_framing_reserve (framing, PIECE),
              (const guint8 *) g_bytes_get_data (stream, NULL) + done, PIECE);
      leat_framing_commit (framing, PIECE, &arrival);
      while (leat_framing_next (framing, &piece))
        n_frames += piece.reason == NULL;
    }
  begin = MAX (g_get_monotonic_time () - begin, 1);
  allocations = harness_count_allocations () - allocations;
  harness_note (check, "%.0f MB/s, %" G_GUINT64_FORMAT " frames, %.2f allocations a frame",
                (double) done / (double) begin, n_frames,
                (double) allocations / (double) MAX (n_frames, 1));
  return TRUE;
}

void
harness_add_framer (GPtrArray *checks, const Harness *harness, const LeatFramerClass *klass)
{
  harness_add_options (checks, harness, HARNESS_FRAMER, klass);
  harness_add (checks, harness, HARNESS_FRAMER, klass, "contract", check_contract);
  harness_add (checks, harness, HARNESS_FRAMER, klass, "cuts", check_cuts);
  harness_add (checks, harness, HARNESS_FRAMER, klass, "speed", check_speed);
}
