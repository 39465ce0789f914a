/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-listen.c - programs of this machine that connect to one socket, as a link */
#include "unix-listen.h"
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include "listen-link.h"
#include "listen-socket.h"
#include "socket-reason.h"
#include "unix-address.h"

/* of a user's entry, with all that stands in it */
#define PASSWD_MAX 16384

typedef struct {
  ListenLink listen;
  char *mode;
  char *group;
  char **allow;

  mode_t bits;
  gid_t group_id;   /* -1: as it is */
  GArray *users;    /* of uid_t; NULL: everybody */
} UnixListen;

static const LeatOption unix_listen_options[] = {
  LISTEN_LINK_OPTIONS (UnixListen),
  LEAT_OPTION_STRING (UnixListen, mode, .key = "socket-mode", .preset = "0660",
                      .summary = "Who may connect, as of a file: who may write to it."),
  LEAT_OPTION_STRING (UnixListen, group, .key = "socket-group",
                      .summary = "The group of the socket; by default that of leatd."),
  LEAT_OPTION_LIST (UnixListen, allow, .key = "allow-users", .flags = LEAT_OPTION_LIVE,
                    .summary = "Users whose programs are let in, by name or number. Without it "
                               "everybody is who may open the socket. Who is connected already "
                               "stays."),
  SOCKET_CLOSE_OPTION (UnixListen, listen.manners),
  LEAT_OPTION_END,
};

static const SocketReason reasons[] = {
  { g_io_error_quark, G_IO_ERROR_ADDRESS_IN_USE,
    "another program, or another source, listens there already" },
  { g_io_error_quark, G_IO_ERROR_NOT_FOUND,
    "its folder is not there; RuntimeDirectory= in the unit makes one in /run" },
  { g_io_error_quark, G_IO_ERROR_PERMISSION_DENIED,
    "permission denied; its folder must be writable for the user leat: RuntimeDirectory= in the "
    "unit makes such a one in /run" },
  { g_io_error_quark, G_IO_ERROR_READ_ONLY,
    "its folder cannot be written to; RuntimeDirectory= in the unit makes one in /run" },
};

/* one that nobody listens on any more: left behind by who had it before */
static gboolean
is_stale (GSocketAddress *address)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GError) cause = NULL;
  struct stat file;

  if (socket == NULL || lstat (unix_address_get_path (address), &file) != 0 ||
      !S_ISSOCK (file.st_mode))
    return FALSE;
  g_socket_set_blocking (socket, FALSE);
  return !g_socket_connect (socket, address, NULL, &cause) &&
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static gboolean
bind_anew (GSocket *socket, GSocketAddress *address, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (g_socket_bind (socket, address, FALSE, &cause))
    return TRUE;
  if (unix_address_get_path (address) != NULL &&
      g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE) && is_stale (address) &&
      unlink (unix_address_get_path (address)) == 0)
    return g_socket_bind (socket, address, FALSE, error);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* before it listens: until then nobody can connect */
static gboolean
set_rights (UnixListen *self, GSocketAddress *address, GError **error)
{
  const char *path = unix_address_get_path (address);

  if (path == NULL || (chmod (path, self->bits) == 0 &&
                       (self->group == NULL || chown (path, (uid_t) -1, self->group_id) == 0)))
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               "socket-mode=, socket-group=: %s; leatd must be a member of the group",
               g_strerror (errno));
  return FALSE;
}

static GSocket *
unix_listen_make (ListenLink *link, const char *device, GError **error)
{
  g_autoptr (GSocketAddress) address = unix_address_parse (device, error);
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) cause = NULL;

  if (address == NULL)
    return NULL;
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                         &cause);
  if (socket != NULL)
    listen_socket_prepare (socket);
  if (socket != NULL && bind_anew (socket, address, &cause) &&
      set_rights ((UnixListen *) link, address, &cause) && g_socket_listen (socket, &cause))
    return g_steal_pointer (&socket);
  g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED,
                       socket_reason_find (reasons, G_N_ELEMENTS (reasons), cause));
  return NULL;
}

static GSocket *
unix_listen_adopt (ListenLink *link, const char *device, int fd, GError **error)
{
  g_autoptr (GSocketAddress) address = unix_address_parse (device, error);

  return address != NULL ? listen_socket_adopt_at (address, fd, error) : NULL;
}

static gboolean
is_allowed (UnixListen *self, uid_t user)
{
  for (guint i = 0; self->users != NULL && i < self->users->len; i++)
    if (g_array_index (self->users, uid_t, i) == user)
      return TRUE;
  return self->users == NULL;
}

/* Source: unix(7), SO_PEERCRED: who it was when it connected */
static gboolean
unix_listen_judge (ListenLink *link, GSocket *client, ListenWho *who)
{
  g_autoptr (GCredentials) credentials = g_socket_get_credentials (client, NULL);
  uid_t user;

  if (credentials == NULL)
    return FALSE;
  user = g_credentials_get_unix_user (credentials, NULL);
  who->peer = g_strdup_printf ("uid %u", (guint) user);
  who->name = g_strdup_printf ("process %d", (int) g_credentials_get_unix_pid (credentials, NULL));
  if (!is_allowed ((UnixListen *) link, user))
    who->refusal = g_strdup ("allow-users= does not name it");
  return TRUE;
}

static gboolean
parse_mode (UnixListen *self, GError **error)
{
  char *end;
  const guint64 bits = g_ascii_strtoull (self->mode, &end, 8);

  self->bits = (mode_t) bits;
  return (g_ascii_isdigit (*self->mode) && *end == '\0' && bits <= 0777) ||
         leat_error_fail (error, LEAT_ERROR_CONFIG,
                          "socket-mode: \"%s\" is none; 0660 is right: who owns it and its group",
                          self->mode);
}

static gboolean
find_group (UnixListen *self, GError **error)
{
  const struct group *group = self->group != NULL ? getgrnam (self->group) : NULL;

  self->group_id = group != NULL ? group->gr_gid : (gid_t) -1;
  return self->group == NULL || group != NULL ||
         leat_error_fail (error, LEAT_ERROR_CONFIG, "socket-group: there is no group \"%s\" here",
                          self->group);
}

/* in any thread: getpwnam() is for one. FALSE: there is none */
static gboolean
find_user (const char *name, uid_t *user)
{
  struct passwd space, *known = NULL;
  char text[PASSWD_MAX];
  guint64 number = 0;

  getpwnam_r (name, &space, text, sizeof text, &known);
  if (known == NULL && !g_ascii_string_to_unsigned (name, 10, 0, G_MAXUINT32, &number, NULL))
    return FALSE;
  *user = known != NULL ? known->pw_uid : (uid_t) number;
  return TRUE;
}

static gboolean
unix_listen_set_allowed (ListenLink *link, GError **error)
{
  UnixListen *self = (UnixListen *) link;
  g_autoptr (GArray) users = self->allow != NULL ? g_array_new (FALSE, FALSE, sizeof (uid_t))
                                                 : NULL;

  for (guint i = 0; self->allow != NULL && self->allow[i] != NULL; i++)
    {
      uid_t user;

      if (!find_user (self->allow[i], &user))
        return leat_error_fail (error, LEAT_ERROR_CONFIG,
                                "allow-users: there is no user \"%s\" here", self->allow[i]);
      g_array_append_val (users, user);
    }
  g_clear_pointer (&self->users, g_array_unref);
  self->users = g_steal_pointer (&users);
  return TRUE;
}

static gboolean
unix_listen_init (LeatLink *link, GError **error)
{
  UnixListen *self = (UnixListen *) link;

  self->listen.make = unix_listen_make;
  self->listen.adopt = unix_listen_adopt;
  self->listen.judge = unix_listen_judge;
  self->listen.set_allowed = unix_listen_set_allowed;
  return parse_mode (self, error) && find_group (self, error) &&
         unix_listen_set_allowed (&self->listen, error);
}

static void
unix_listen_clear (LeatLink *link)
{
  UnixListen *self = (UnixListen *) link;

  g_clear_pointer (&self->users, g_array_unref);
  g_clear_pointer (&self->listen.device, g_free);
}

static gboolean
unix_listen_judge_device (LeatLink *link, const char *device, GError **error)
{
  g_autoptr (GSocketAddress) address = unix_address_parse (device, error);

  return address != NULL;
}

const LeatLinkClass unix_listen_class = {
  LISTEN_LINK_FUNCTIONS,
  .instance_size = sizeof (UnixListen),
  .schemes = "unix-listen",
  .summary = "Programs of this machine that connect to a socket: unix-listen:///PATH, or "
             "unix-listen://@NAME.",
  .options = unix_listen_options,
  .init = unix_listen_init,
  .clear = unix_listen_clear,
  .judge_device = unix_listen_judge_device,
};
