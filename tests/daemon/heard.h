/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* heard.h - what a human would have heard of: events are kept instead of logged */
#pragma once
#include "worker/leatd-event.h"
G_BEGIN_DECLS

static struct {
  GMutex     lock;
  GCond      changed;
  GPtrArray *events;   /* "component event: text" */
} heard;

static void
heard_keep (const char *component, const char *event, const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);

  g_mutex_lock (&heard.lock);
  if (heard.events == NULL)
    heard.events = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (heard.events, g_strdup_printf ("%s %s: %s", component, event, text));
  g_cond_broadcast (&heard.changed);
  g_mutex_unlock (&heard.lock);
}

/* in the place of the daemon's */
void
leatd_event (GLogLevelFlags level, const char *component, const char *event, const char *format,
             ...)
{
  va_list arguments;

  va_start (arguments, format);
  heard_keep (component, event, format, arguments);
  va_end (arguments);
}

void
leatd_event_about (GLogLevelFlags level, const char *component, const char *about,
                   const char *event, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  heard_keep (component, event, format, arguments);
  va_end (arguments);
}

/* called under the lock */
static inline guint
heard_count_locked (const char *pattern)
{
  guint n = 0;

  for (guint i = 0; heard.events != NULL && i < heard.events->len; i++)
    n += g_pattern_match_simple (pattern, heard.events->pdata[i]);
  return n;
}

static inline guint
heard_count (const char *pattern)
{
  guint n;

  g_mutex_lock (&heard.lock);
  n = heard_count_locked (pattern);
  g_mutex_unlock (&heard.lock);
  return n;
}

static inline void
heard_await (const char *pattern)
{
  const gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_mutex_lock (&heard.lock);
  while (heard_count_locked (pattern) == 0)
    if (!g_cond_wait_until (&heard.changed, &heard.lock, end))
      g_error ("no event like '%s'", pattern);
  g_mutex_unlock (&heard.lock);
}

static inline void
heard_forget (void)
{
  g_mutex_lock (&heard.lock);
  g_clear_pointer (&heard.events, g_ptr_array_unref);
  g_mutex_unlock (&heard.lock);
}

G_END_DECLS
