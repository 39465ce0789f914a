/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* buffer-store-check.c - a file too large to be checked before the work is checked beside it */
#include "buffer-store-private.h"

/* how often it is told how far that is */
#define TELL_INTERVAL (60 * G_USEC_PER_SEC)

void
buffer_store_begin_check (BufferStore *self)
{
  g_autoptr (GError) error = NULL;

  if (self->is_checked)
    return;
  self->inspection = buffer_inspection_new (self->path, &error);
  if (self->inspection != NULL)
    buffer_store_note (self, "check", "%s: is checked for damage beside the work", self->path);
  else
    buffer_store_note (self, "check", "%s: cannot be checked: %s", self->path, error->message);
  self->check_told = g_get_monotonic_time ();
}

void
buffer_store_end_check (BufferStore *self)
{
  g_clear_pointer (&self->inspection, buffer_inspection_free);
}

/* found beside the work, it leads to what is done when a reader or a commit finds it */
static void
fail_damaged (BufferStore *self, const char *what)
{
  buffer_store_suspect (self, what);
  if (self->failure == NULL)
    g_set_error (&self->failure, LEAT_ERROR, LEAT_ERROR_FAILED,
                 "%s: it is damaged: %s; what can be read is saved now", self->path, what);
}

static void
tell_progress (BufferStore *self, const BufferInspectionReport *report)
{
  const gint64 now = g_get_monotonic_time ();

  if (now - self->check_told < TELL_INTERVAL)
    return;
  self->check_told = now;
  buffer_store_note (self, "check", "%s: %u %% of its rows are sound so far", self->path,
                     report->percent);
}

void
buffer_store_look_at_check (BufferStore *self)
{
  BufferInspectionReport report;

  if (self->inspection == NULL)
    return;
  buffer_inspection_get (self->inspection, &report);
  if (report.state == BUFFER_INSPECTION_RUNS)
    {
      tell_progress (self, &report);
      return;
    }
  if (report.state == BUFFER_INSPECTION_DAMAGED)
    fail_damaged (self, report.what);
  else if (report.state == BUFFER_INSPECTION_SOUND)
    buffer_store_note (self, "check",
                       "%s: is sound, with the %" G_GUINT64_FORMAT " records that it held",
                       self->path, report.n_rows);
  else
    buffer_store_note (self, "check", "%s: cannot be checked: %s", self->path, report.what);
  self->is_checked = report.state == BUFFER_INSPECTION_SOUND;
  g_free (report.what);
  buffer_store_end_check (self);
}
