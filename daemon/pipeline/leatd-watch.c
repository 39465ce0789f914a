/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-watch.c - what no component sees by itself: disk, backlogs, wall clock */
#include "leatd-watch.h"
#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include "leat-clock.h"
#include "worker/leatd-disk.h"
#include "worker/leatd-event.h"
#include "queue/leatd-mark.h"

#define LOOK_EVERY 10 /* s */
/* ns; the clock is also led softly, by 500 ppm, and what that does in two looks is no step */
#define STEP_LEAST (20 * 1000 * 1000)
#define FAR_AWAY (G_GINT64_CONSTANT (1) << 33) /* s of the wall clock: the year 2242 */

struct _LeatdWatch {
  LeatdWatchSetup setup;
  char *state_dir;
  LeatdMark disk; /* of bytes that are lacking: minus the free ones */
  GSource *timer;
  int clock_fd; /* -1: the kernel cannot tell */
  GSource *clock;
  /* ns: the wall clock before the one that never jumps, at the last look, and at the one before:
   * a look may come between a step and the kernel's word of it */
  gint64 looked;
  gint64 ahead;
};

/* --- the wall clock --- */

static gint64
get_ahead (void)
{
  const LeatMoment now = leat_clock_now ();

  return now.time - now.monotonic;
}

void
leatd_watch_clock_set (LeatdWatch *self)
{
  const gint64 ahead = get_ahead ();
  const gint64 step = ahead - self->ahead;

  self->ahead = self->looked = ahead;
  if (ABS (step) < STEP_LEAST)
    return;
  leatd_event (G_LOG_LEVEL_WARNING, "leatd", "clock-step",
               "the wall clock of this machine was set %s by %.3f s; times of records before and "
               "after do not compare",
               step > 0 ? "forward" : "back", (double) ABS (step) / LEAT_NSEC_PER_SEC);
}

static gboolean
watch_arm (LeatdWatch *self)
{
  const struct itimerspec never = { .it_value = { .tv_sec = FAR_AWAY } };

  return timerfd_settime (self->clock_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never,
                          NULL) == 0;
}

static gboolean
on_clock (int fd, GIOCondition condition, gpointer user_data)
{
  LeatdWatch *self = user_data;
  guint64 n;

  if (read (fd, &n, sizeof n) >= 0 || errno != ECANCELED)
    return G_SOURCE_REMOVE; /* it has run out: it knows no later time */
  leatd_watch_clock_set (self);
  return watch_arm (self) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
watch_clock (LeatdWatch *self)
{
  self->ahead = self->looked = get_ahead ();
  self->clock_fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->clock_fd < 0 || !watch_arm (self))
    return;
  self->clock = g_unix_fd_source_new (self->clock_fd, G_IO_IN);
  g_source_set_callback (self->clock, (GSourceFunc) (void (*) (void)) on_clock, self, NULL);
  g_source_attach (self->clock, self->setup.context);
}

/* --- disk and backlogs --- */

static void
watch_disk (LeatdWatch *self)
{
  g_autofree char *room = NULL;
  g_autofree char *low = NULL;
  gint64 available;

  if (self->setup.disk_low == 0 || !leatd_disk_get_free (self->state_dir, &available))
    return;
  room = g_format_size_full ((guint64) available, G_FORMAT_SIZE_IEC_UNITS);
  low = g_format_size_full ((guint64) self->setup.disk_low, G_FORMAT_SIZE_IEC_UNITS);
  switch (leatd_mark_see (&self->disk, -available))
    {
    case LEATD_MARK_PASSED:
      leatd_event (G_LOG_LEVEL_WARNING, "leatd", "disk-low",
                   "%s: %s are free on its disk, less than %s (disk-low=); make room",
                   self->state_dir, room, low);
      break;
    case LEATD_MARK_LEFT:
      leatd_event (G_LOG_LEVEL_INFO, "leatd", "disk-low-end", "%s: %s are free on its disk again",
                   self->state_dir, room);
      break;
    case LEATD_MARK_SAME:
      break;
    }
}

void
leatd_watch_look (LeatdWatch *self)
{
  watch_disk (self);
  for (guint i = 0; i < self->setup.sinks->len; i++)
    leatd_sink_worker_watch_backlog (g_ptr_array_index (self->setup.sinks, i));
  if (self->clock == NULL)
    return;
  self->ahead = self->looked;
  self->looked = get_ahead ();
}

static gboolean
on_timer (gpointer user_data)
{
  leatd_watch_look (user_data);
  return G_SOURCE_CONTINUE;
}

void
leatd_watch_set_disk_low (LeatdWatch *self, gint64 disk_low)
{
  self->setup.disk_low = disk_low;
  self->disk.high = -disk_low;
  self->disk.low = -(disk_low + disk_low / 4);
}

/**
 * leatd_watch_new:
 * @setup: copied; what it points to outlives the watch
 */
LeatdWatch *
leatd_watch_new (const LeatdWatchSetup *setup)
{
  LeatdWatch *self = g_new0 (LeatdWatch, 1);

  self->setup = *setup;
  self->state_dir = g_strdup (setup->state_dir);
  leatd_watch_set_disk_low (self, setup->disk_low);
  watch_clock (self);
  self->timer = g_timeout_source_new_seconds (LOOK_EVERY);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, setup->context);
  return self;
}

void
leatd_watch_free (LeatdWatch *self)
{
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  if (self->clock != NULL)
    g_source_destroy (self->clock);
  g_clear_pointer (&self->clock, g_source_unref);
  if (self->clock_fd >= 0)
    close (self->clock_fd);
  g_free (self->state_dir);
  g_free (self);
}
