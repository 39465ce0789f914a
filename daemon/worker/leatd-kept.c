/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-kept.c - descriptors that the service manager keeps open while no leatd runs
 *
 * A descriptor that is open in two processes is not closed by the end of one: what a device sends
 * while no leatd runs waits in the kernel. The manager's store (sd_notify(3), FDSTORE=1) is the
 * other process. What was read and is no whole frame yet waits in it too, in a memfd under the same
 * name. Socket activation gives descriptors in the same way (sd_listen_fds(3)). */
#include "leatd-kept.h"
#include "leatd-event.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* sd_listen_fds(3): SD_LISTEN_FDS_START */
#define FIRST_FD 3

/* more than any manager gives */
#define N_FDS_MAX 4096

/* no frame is longer */
#define PENDING_MAX (64 * 1024 * 1024)

typedef struct {
  int link;    /* -1: none */
  int pending; /* -1: none; a LeatMoment, and the bytes */
} Kept;

static struct {
  GMutex mutex;
  LeatdKeptTell tell; /* NULL: there is no manager */
  gboolean keeps;
  gboolean is_left;
  GHashTable *given; /* name → Kept, not taken yet */
} all;

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static void
kept_free (gpointer data)
{
  Kept *self = data;

  close_fd (&self->link);
  close_fd (&self->pending);
  g_free (self);
}

/* called under the lock */
static Kept *
get_kept (const char *name)
{
  Kept *kept = g_hash_table_lookup (all.given, name);

  if (kept != NULL)
    return kept;
  kept = g_new (Kept, 1);
  kept->link = kept->pending = -1;
  g_hash_table_insert (all.given, g_strdup (name), kept);
  return kept;
}

/* one of a name twice is of no use: which of them is meant? */
static void
take_given (int fd, const char *name)
{
  struct stat status;
  Kept *kept;
  int *place;

  if (fcntl (fd, F_SETFD, FD_CLOEXEC) != 0 || fstat (fd, &status) != 0)
    return;
  kept = get_kept (name);
  place = S_ISREG (status.st_mode) ? &kept->pending : &kept->link;
  close_fd (place);
  *place = fd;
}

static void
take_all_given (void)
{
  const char *pid = g_getenv ("LISTEN_PID");
  const char *n_fds = g_getenv ("LISTEN_FDS");
  const char *listed = g_getenv ("LISTEN_FDNAMES");
  g_auto (GStrv) names = g_strsplit (listed != NULL ? listed : "", ":", -1);
  const guint n_names = g_strv_length (names);
  guint64 own, n = 0;

  if (pid == NULL || n_fds == NULL ||
      !g_ascii_string_to_unsigned (pid, 10, 1, G_MAXINT, &own, NULL) ||
      own != (guint64) getpid () || !g_ascii_string_to_unsigned (n_fds, 10, 1, N_FDS_MAX, &n, NULL))
    return;
  for (guint i = 0; i < n; i++)
    take_given (FIRST_FD + (int) i, i < n_names ? names[i] : "unknown");
}

void
leatd_kept_begin (LeatdKeptTell tell, gboolean keeps)
{
  static const char *const variables[] = { "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES" };

  all.tell = tell;
  all.keeps = keeps;
  all.is_left = FALSE;
  all.given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_free);
  take_all_given ();
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++) /* no child's */
    g_unsetenv (variables[i]);
}

void
leatd_kept_end (void)
{
  g_clear_pointer (&all.given, g_hash_table_unref);
  all.tell = NULL;
  all.keeps = FALSE;
}

void
leatd_kept_leave (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&all.mutex);

  all.is_left = TRUE;
}

/* does the manager have what was put, and keep it? */
gboolean
leatd_kept_is_left (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&all.mutex);

  return all.keeps && all.is_left;
}

/* NULL: it is none that this here wrote */
static GBytes *
read_pending (int fd, LeatMoment *moment)
{
  struct stat status;
  g_autofree guint8 *data = NULL;
  gsize length;

  if (fd < 0 || fstat (fd, &status) != 0 || status.st_size <= (off_t) sizeof *moment ||
      status.st_size > PENDING_MAX ||
      pread (fd, moment, sizeof *moment, 0) != (gssize) sizeof *moment)
    return NULL;
  length = (gsize) status.st_size - sizeof *moment;
  data = g_malloc (length);
  if (pread (fd, data, length, sizeof *moment) != (gssize) length)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), length);
}

int
leatd_kept_take (const char *name, GBytes **pending, LeatMoment *moment)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&all.mutex);
  Kept *kept = all.given != NULL ? g_hash_table_lookup (all.given, name) : NULL;
  int fd;

  *pending = NULL;
  if (kept == NULL)
    return -1;
  *pending = read_pending (kept->pending, moment);
  fd = kept->link;
  kept->link = -1;
  g_hash_table_remove (all.given, name);
  return fd;
}

static void
tell_manager (const char *assignment, const char *name, int fd)
{
  g_autofree char *state = g_strdup_printf ("%s\nFDNAME=%s", assignment, name);

  if (all.tell != NULL)
    all.tell (state, fd);
}

/* all that there is of a name */
void
leatd_kept_drop (const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&all.mutex);

  if (all.keeps)
    tell_manager ("FDSTOREREMOVE=1", name, -1);
}

void
leatd_kept_put (const char *name, int fd)
{
  leatd_kept_drop (name);
  if (all.keeps)
    tell_manager ("FDSTORE=1", name, fd);
}

static gboolean
write_pending (int fd, GBytes *pending, LeatMoment moment)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (pending, &length);

  return write (fd, &moment, sizeof moment) == (gssize) sizeof moment &&
         write (fd, data, length) == (gssize) length;
}

gboolean
leatd_kept_put_pending (const char *name, GBytes *pending, LeatMoment moment)
{
  int fd = memfd_create ("leat-pending", MFD_CLOEXEC);
  const gboolean written = fd >= 0 && write_pending (fd, pending, moment);

  if (written)
    tell_manager ("FDSTORE=1", name, fd);
  else
    leatd_event (G_LOG_LEVEL_WARNING, name, "kept",
                 "a frame that is not whole is a reject, as it cannot be kept: %s",
                 g_strerror (errno));
  close_fd (&fd);
  return written;
}

static gboolean
drop_other (gpointer name, gpointer kept, gpointer names)
{
  if (g_strv_contains (names, name))
    return FALSE;
  leatd_event (G_LOG_LEVEL_WARNING, "leatd", "kept",
               "the service manager gave a descriptor for %s, which is no source of the key file: "
               "closed",
               (const char *) name);
  tell_manager ("FDSTOREREMOVE=1", name, -1);
  return TRUE;
}

void
leatd_kept_drop_others (const char *const *names)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&all.mutex);

  if (all.given != NULL)
    g_hash_table_foreach_remove (all.given, drop_other, (gpointer) names);
}
