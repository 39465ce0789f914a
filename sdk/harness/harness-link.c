/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* harness-link.c - a link opens and closes as often as it is told */
#include "harness.h"
#include <fcntl.h>

/* what a link's host points to */
static void
host_count (LeatLink *link, const char *counter, guint64 n)
{
}

static void
host_note (LeatLink *link, const char *event, const char *text)
{
}

static LeatLinkHost link_host = { .count = host_count, .note = host_note };

static gboolean
judge_read (LeatLink *link, GError **error)
{
  g_autoptr (GError) told = NULL;
  LeatArrival arrival = { .struct_size = sizeof arrival };
  guint8 data[4096];
  const gssize n = link->klass->read (link, data, sizeof data, &arrival, &told);

  if (n > (gssize) sizeof data)
    return harness_wrong (error, "read() gave %" G_GSSIZE_FORMAT " bytes of %" G_GSIZE_FORMAT, n,
                          sizeof data);
  return harness_is_told (n >= 0, &told, "read()") ||
         (g_propagate_error (error, g_steal_pointer (&told)), FALSE);
}

static gboolean
judge_open (LeatLink *link, GError **error)
{
  const int fd = link->klass->get_fd (link);

  if (fcntl (fd, F_GETFD) < 0)
    return harness_wrong (error, "get_fd() gave %d, which is no open descriptor", fd);
  if ((fcntl (fd, F_GETFD) & FD_CLOEXEC) == 0)
    return harness_wrong (error, "its descriptor is not closed on exec: children would inherit it");
  return LEAT_CLASS_HAS (link->klass, accept) || judge_read (link, error);
}

static gboolean
open_once (LeatLink *link, const char *device, GCancellable *cancellable, HarnessCheck *check,
           GError **error)
{
  g_autoptr (GError) told = NULL;
  const gboolean opened = link->klass->open (link, device, cancellable, &told);
  gboolean fine;

  if (!harness_is_told (opened, &told, "open()"))
    {
      g_propagate_error (error, g_steal_pointer (&told));
      return FALSE;
    }
  if (!opened)
    {
      if (check->notes->len == 0)
        harness_note (check, "open() says: %s", told->message);
      return TRUE;
    }
  fine = judge_open (link, error);
  link->klass->close (link);
  return fine;
}

static gboolean
check_opened (HarnessCheck *check, gboolean cancelled, GError **error)
{
  const LeatGroup *group = harness_find_group (check->harness, check->kind, check->klass);
  const char *device = group != NULL ? leat_group_get (group, "device") : NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  LeatLink *link;
  guint before = 0;
  gboolean fine = TRUE;

  if (device == NULL)
    return harness_lacks (error, "give a key file with a source that has a device= of it "
                                 "(--config)");
  link = harness_make_ready (check, error);
  if (link == NULL)
    return FALSE;
  link->host = &link_host;
  if (cancelled)
    g_cancellable_cancel (cancellable);
  for (int i = 0; i < check->harness->rounds && fine; i++)
    {
      fine = open_once (link, device, cancellable, check, error);
      if (i == 0)
        before = harness_count_descriptors ();
    }
  if (fine && harness_count_descriptors () > before)
    fine = harness_wrong (error, "%u descriptors are open that close() did not close",
                          harness_count_descriptors () - before);
  leat_link_instance_free (link);
  return fine;
}

static gboolean
check_life (HarnessCheck *check, GError **error)
{
  return check_opened (check, FALSE, error);
}

static gboolean
check_cancelled (HarnessCheck *check, GError **error)
{
  return check_opened (check, TRUE, error);
}

/* what stands in a key file by a slip of the fingers */
static gboolean
check_devices (HarnessCheck *check, GError **error)
{
  static const char *const ends[] = { "", ":", "://", "://?", ":///", "://%s%n", "://:0", "://[::1",
                                      "://a:99999", "://host:1:2" };
  g_auto (GStrv) schemes = g_strsplit (((const LeatLinkClass *) check->klass)->schemes, " ", -1);
  LeatLink *link = harness_make_ready (check, error);
  gboolean fine = link != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ends) && fine; i++)
    {
      g_autofree char *device = g_strconcat (schemes[0], ends[i], NULL);
      g_autoptr (GError) told = NULL;
      const gboolean done = link->klass->judge_device (link, device, &told);

      fine = harness_is_told (done, &told, "judge_device()");
      if (!fine)
        g_propagate_error (error, g_steal_pointer (&told));
    }
  leat_link_instance_free (link);
  return fine;
}

void
harness_add_link (GPtrArray *checks, const Harness *harness, const LeatLinkClass *klass)
{
  harness_add_options (checks, harness, HARNESS_LINK, klass);
  harness_add (checks, harness, HARNESS_LINK, klass, "life", check_life);
  harness_add (checks, harness, HARNESS_LINK, klass, "cancelled", check_cancelled);
  if (LEAT_CLASS_HAS (klass, judge_device))
    harness_add (checks, harness, HARNESS_LINK, klass, "devices", check_devices);
}
