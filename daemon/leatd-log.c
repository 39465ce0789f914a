/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-log.c - one line for each thing that is to be known, to the journal or stderr */
#include "leatd-log.h"
#include "leatd-log-journal.h"
#include "leatd-log-queue.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX 4096 /* bytes of a message; what is longer is cut, and says so */

/* the four levels that users know, as syslog counts them: a smaller one is more urgent */
typedef enum {
  PRIORITY_ERROR = 3,
  PRIORITY_WARNING = 4,
  PRIORITY_INFO = 6,
  PRIORITY_DEBUG = 7,
} Priority;

static GMutex lock;
static GHashTable *levels; /* component → Priority, of those that have one of their own */
static Priority level_of_others = PRIORITY_INFO;
static gboolean to_journal;
static GLogLevelFlags fatal_levels;
static LeatdLogWho log_who;

static Priority
priority_of_level (GLogLevelFlags level)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return PRIORITY_ERROR;
  if (level & G_LOG_LEVEL_WARNING)
    return PRIORITY_WARNING;
  return level & G_LOG_LEVEL_DEBUG ? PRIORITY_DEBUG : PRIORITY_INFO;
}

static const char *
priority_get_name (Priority priority)
{
  if (priority <= PRIORITY_ERROR)
    return "error";
  if (priority <= PRIORITY_WARNING)
    return "warning";
  return priority <= PRIORITY_INFO ? "info" : "debug";
}

/* (nullable): the field's text */
static char *
field_dup (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, key) == 0)
      return fields[i].length < 0 ? g_strdup (fields[i].value)
                                  : g_strndup (fields[i].value, (gsize) fields[i].length);
  return NULL;
}

/* valid UTF-8 in one line of bounded length, for a screen and for whoever reads lines */
static char *
text_tidy (const char *text)
{
  gsize length = strlen (text);
  g_autofree char *start = g_strndup (text, TEXT_MAX);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  GString *tidy = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at++)
    if (*at == '\n')
      g_string_append (tidy, "\\n");
    else if (g_ascii_iscntrl (*at))
      g_string_append_printf (tidy, "\\x%02x", (guint) (guchar) *at);
    else
      g_string_append_c (tidy, *at);
  if (length > TEXT_MAX)
    g_string_append_printf (tidy, "… (%" G_GSIZE_FORMAT " bytes more)", length - TEXT_MAX);
  return g_string_free (tidy, FALSE);
}

/* The time is read under the lock, so that lines stand in its order. */
static LeatdLogEntry *
entry_new (Priority priority, const char *component, const char *text, GBytes *journal)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d %H:%M:%S");

  return leatd_log_entry_new (g_strdup_printf ("%s.%03d %s %s: %s\n", time,
                                               g_date_time_get_microsecond (now) / 1000,
                                               priority_get_name (priority), component, text),
                              journal);
}

/* (transfer full) (nullable): the journal gets every field, the message cut to its bound; in front
 * of it the component, as journalctl shows the message alone */
static GBytes *
make_for_journal (const GLogField *fields, gsize n_fields, const char *component, const char *text)
{
  g_autofree char *message = g_strdup_printf ("%s: %s", component, text);

  return to_journal ? leatd_log_journal_make (fields, n_fields, message) : NULL;
}

/* of no more urgency than what is missing: it is told whatever the level is */
static LeatdLogEntry *
make_missed (guint64 n_missed)
{
  static const GLogField fields[] = {
    { "PRIORITY", "4", -1 },
    { "LEAT_COMPONENT", "leatd", -1 },
    { "LEAT_EVENT", "log", -1 },
  };
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT
                                           " lines of log had no room, as nobody read them",
                                           n_missed);

  return entry_new (PRIORITY_WARNING, "leatd", text,
                    make_for_journal (fields, G_N_ELEMENTS (fields), "leatd", text));
}

static Priority
log_get_level (const char *component)
{
  gpointer level = levels != NULL ? g_hash_table_lookup (levels, component) : NULL;

  return level != NULL ? (Priority) GPOINTER_TO_INT (level) : level_of_others;
}

/* (transfer full) (nullable): the text, with the plugin in whose code it was made: an assertion of
 * libleat, as a batch that is filled behind its end, is the fault of who called it */
static char *
log_accuse (const char **name, const char *message)
{
  g_autofree char *module = NULL;
  const char *instance = log_who != NULL ? log_who (&module) : NULL;

  if (instance == NULL)
    return g_strdup (message);
  *name = instance;
  return g_strdup_printf ("in %s: %s", module, message);
}

/* What GLib calls for every message. A writer of one's own answers for G_DEBUG=fatal-warnings too,
 * except for messages of g_log(), which does so itself. */
static GLogWriterOutput
log_write (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_autofree char *component = field_dup (fields, n_fields, "LEAT_COMPONENT");
  g_autofree char *domain = field_dup (fields, n_fields, "GLIB_DOMAIN");
  g_autofree char *message = field_dup (fields, n_fields, "MESSAGE");
  g_autofree char *number = field_dup (fields, n_fields, "PRIORITY");
  g_autofree char *old_api = field_dup (fields, n_fields, "GLIB_OLD_LOG_API");
  const char *name = component != NULL ? component : domain != NULL ? domain : "leatd";
  gboolean is_event = component != NULL && number != NULL;
  gboolean is_fatal = (level & fatal_levels) != 0;
  Priority priority = is_event ? (Priority) atoi (number) : priority_of_level (level);

  if (component == NULL && message != NULL)
    {
      g_autofree char *said = g_steal_pointer (&message);

      message = log_accuse (&name, said);
    }
  g_mutex_lock (&lock);
  if (priority <= log_get_level (name))
    {
      g_autofree char *text = text_tidy (message != NULL ? message : "");

      leatd_log_queue_put (entry_new (priority, name, text,
                                      make_for_journal (fields, n_fields, name, text)),
                           is_fatal);
    }
  g_mutex_unlock (&lock);

  if (is_fatal)
    leatd_log_queue_flush ();
  if (is_fatal && old_api == NULL)
    abort ();
  return G_LOG_WRITER_HANDLED;
}

static void
before_fork (void)
{
  g_mutex_lock (&lock);
}

static void
after_fork (void)
{
  g_mutex_unlock (&lock);
}

/**
 * leatd_log_init:
 *
 * From now on all messages of the process go to the journal, if stderr is connected to it, else to
 * stderr, one line each: `2026-01-31 12:00:00.123 warning camera0: text`. Messages below info are
 * left out until leatd_log_set_level() says otherwise. Main thread, once, before there are others.
 *
 * Nobody waits for who reads them: lines that have no room there wait, in a bounded queue; those
 * that have none in it are counted, and the count is told where they are missing. The end of the
 * process waits three seconds for what is in the queue.
 */
void
leatd_log_init (void)
{
  fatal_levels = g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_always_fatal (fatal_levels);
  to_journal = g_log_writer_is_journald (STDERR_FILENO);
  leatd_log_queue_open (make_missed);
  pthread_atfork (before_fork, after_fork, after_fork);
  atexit (leatd_log_queue_flush);
  g_log_set_writer_func (log_write, NULL, NULL);
}

/**
 * leatd_log_print:
 * @text: whole lines, as they are
 *
 * On stderr, behind what was logged. There is always room for it: why the process ends. Any thread.
 */
void
leatd_log_print (const char *text)
{
  leatd_log_queue_put (leatd_log_entry_new (g_strdup (text), NULL), TRUE);
}

/* see LeatdLogWho */
void
leatd_log_set_who (LeatdLogWho who)
{
  log_who = who;
}

/**
 * leatd_log_set_level:
 * @component: (nullable): "camera0"; %NULL: all that have none of their own
 * @level: messages less urgent than this are left out
 *
 * Any thread.
 */
void
leatd_log_set_level (const char *component, GLogLevelFlags level)
{
  Priority priority = priority_of_level (level);

  g_mutex_lock (&lock);
  if (component == NULL)
    {
      level_of_others = priority;
    }
  else
    {
      if (levels == NULL)
        levels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_replace (levels, g_strdup (component), GINT_TO_POINTER (priority));
    }
  g_mutex_unlock (&lock);
}

/* one that is wrong is a fault of the key file, and told there */
static void
set_entry (const char *entry)
{
  const char *colon = strrchr (entry, ':');
  g_autofree char *component = colon != NULL ? g_strndup (entry, (gsize) (colon - entry)) : NULL;
  GLogLevelFlags level;

  if (colon != NULL && leatd_log_level_from_name (colon + 1, &level))
    leatd_log_set_level (component, level);
}

/**
 * leatd_log_set_levels:
 * @level: of all that have none of their own
 * @entries: (nullable): of some: "camera0:debug", …
 *
 * As the key file has them. Any thread.
 */
void
leatd_log_set_levels (GLogLevelFlags level, const char *const *entries)
{
  g_mutex_lock (&lock);
  g_clear_pointer (&levels, g_hash_table_unref);
  g_mutex_unlock (&lock);
  leatd_log_set_level (NULL, level);
  for (; entries != NULL && *entries != NULL; entries++)
    set_entry (*entries);
}

/**
 * leatd_log_level_from_name:
 * @level: (out) (optional)
 *
 * Returns: %FALSE if there is no such level
 */
gboolean
leatd_log_level_from_name (const char *name, GLogLevelFlags *level)
{
  static const struct {
    const char *name;
    GLogLevelFlags level;
  } known[] = {
    { "error", G_LOG_LEVEL_CRITICAL },
    { "warning", G_LOG_LEVEL_WARNING },
    { "info", G_LOG_LEVEL_INFO },
    { "debug", G_LOG_LEVEL_DEBUG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].name, name) == 0)
      {
        if (level != NULL)
          *level = known[i].level;
        return TRUE;
      }
  return FALSE;
}
