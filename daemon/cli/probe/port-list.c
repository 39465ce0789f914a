/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* port-list.c - the serial ports of a system: what they are, how called, who holds them */
#include "port-list.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static void
holder_free (gpointer data)
{
  LeatPortHolder *self = data;

  g_free (self->name);
  g_free (self);
}

static void
port_free (gpointer data)
{
  LeatPort *self = data;

  g_free (self->device);
  g_free (self->driver);
  g_ptr_array_unref (self->by_id);
  g_ptr_array_unref (self->by_path);
  g_free (self->vendor);
  g_free (self->product);
  g_free (self->serial);
  g_free (self->usb);
  g_free (self->model);
  g_ptr_array_unref (self->holders);
  g_free (self);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strverscmp (*(const char *const *) a, *(const char *const *) b);
}

/* the names in a folder, sorted; none if it cannot be read */
static GPtrArray *
list_folder (const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* an attribute of a device; NULL: it has none */
static char *
read_attribute (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return g_strstrip (text);
}

/* the name of what a link in @folder points to */
static char *
read_link_name (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *target = g_file_read_link (path, NULL);

  return target != NULL ? g_path_get_basename (target) : NULL;
}

/* the kernel puts devices of its own between a UART and its hardware, since 6.5 */
static gboolean
is_between (const char *driver)
{
  return g_str_equal (driver, "port") || g_str_equal (driver, "ctrl");
}

static void
read_usb (LeatPort *self, const char *folder)
{
  g_autofree char *manufacturer = read_attribute (folder, "manufacturer");
  g_autofree char *product = read_attribute (folder, "product");
  g_autofree char *serial = read_attribute (folder, "serial");
  const char *words[] = { manufacturer, product, serial };
  g_autoptr (GString) model = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i] != NULL && *words[i] != '\0')
      g_string_append_printf (model, "%s%s", model->len > 0 ? " " : "", words[i]);
  if (model->len > 0)
    self->model = g_string_free (g_steal_pointer (&model), FALSE);

  self->vendor = read_attribute (folder, "idVendor");
  self->product = read_attribute (folder, "idProduct");
  self->serial = g_steal_pointer (&serial);
}

static void
read_number_of (int *number, const char *folder, const char *attribute, int base)
{
  g_autofree char *text = *number < 0 ? read_attribute (folder, attribute) : NULL;

  if (text != NULL)
    *number = (int) strtol (text, NULL, base);
}

/* from the port's own device up to the root: the nearest driver, and the USB device it is part of
 * */
static void
read_hardware (LeatPort *self, const LeatPortRoots *roots, const char *device)
{
  g_autofree char *folder = g_strdup (device);

  while (strlen (folder) > strlen (roots->sys) && self->vendor == NULL)
    {
      char *parent = g_path_get_dirname (folder);
      g_autofree char *driver = read_link_name (folder, "driver");
      g_autofree char *vendor = read_attribute (folder, "idVendor");

      if (self->driver == NULL && driver != NULL && !is_between (driver))
        self->driver = g_steal_pointer (&driver);
      read_number_of (&self->port, folder, "port_number", 10);
      read_number_of (&self->interface, folder, "bInterfaceNumber", 16);
      if (vendor != NULL)
        read_usb (self, folder);
      g_free (folder);
      folder = parent;
    }
}

/* names under /dev/serial/KIND that point to the port */
static void
find_names (GPtrArray *names, const LeatPortRoots *roots, const char *kind, const char *port)
{
  g_autofree char *folder = g_build_filename (roots->dev, "serial", kind, NULL);
  g_autoptr (GPtrArray) links = list_folder (folder);

  for (guint i = 0; i < links->len; i++)
    {
      g_autofree char *target = read_link_name (folder, links->pdata[i]);

      if (g_strcmp0 (target, port) == 0)
        g_ptr_array_add (names, g_build_filename (folder, links->pdata[i], NULL));
    }
}

/* A port of the kernel's tables without hardware behind it has type 0 (PORT_UNKNOWN); most drivers
 * have no such attribute. */
static LeatPort *
read_port (const LeatPortRoots *roots, const char *class, const char *name)
{
  g_autofree char *folder = g_build_filename (class, name, NULL);
  g_autofree char *link = g_build_filename (folder, "device", NULL);
  g_autofree char *type = read_attribute (folder, "type");
  g_autofree char *device = realpath (link, NULL);
  LeatPort *self;

  if (device == NULL || g_strcmp0 (type, "0") == 0)
    return NULL;

  self = g_new0 (LeatPort, 1);
  self->device = g_build_filename (roots->dev, name, NULL);
  self->interface = self->port = -1;
  self->by_id = g_ptr_array_new_with_free_func (g_free);
  self->by_path = g_ptr_array_new_with_free_func (g_free);
  self->holders = g_ptr_array_new_with_free_func (holder_free);
  read_hardware (self, roots, device);
  find_names (self->by_id, roots, "by-id", name);
  find_names (self->by_path, roots, "by-path", name);
  return self;
}

static gpointer
get_number (guint device_major, guint device_minor)
{
  return GUINT_TO_POINTER (device_major << 20 | device_minor);
}

/* the port's number, as its class tells it */
static gpointer
read_number (const char *class, const char *name)
{
  g_autofree char *folder = g_build_filename (class, name, NULL);
  g_autofree char *text = read_attribute (folder, "dev");
  guint device_major, device_minor;

  if (text == NULL || sscanf (text, "%u:%u", &device_major, &device_minor) != 2)
    return NULL;
  return get_number (device_major, device_minor);
}

static void
add_holder (LeatPort *port, const char *process, const char *pid)
{
  LeatPortHolder *last = port->holders->len > 0 ? port->holders->pdata[port->holders->len - 1]
                                                : NULL;
  LeatPortHolder *holder;

  /* one that has it open twice */
  if (last != NULL && last->pid == atoi (pid))
    return;
  holder = g_new0 (LeatPortHolder, 1);
  holder->pid = atoi (pid);
  holder->name = read_attribute (process, "comm");
  g_ptr_array_add (port->holders, holder);
}

/* One look at all open files of all processes, for all ports at once. @ports: by number */
static void
find_holders (const LeatPortRoots *roots, GHashTable *ports)
{
  g_autoptr (GPtrArray) processes = list_folder (roots->proc);

  for (guint i = 0; i < processes->len; i++)
    {
      const char *pid = processes->pdata[i];
      g_autofree char *process = g_build_filename (roots->proc, pid, NULL);
      g_autofree char *folder = g_build_filename (process, "fd", NULL);
      g_autoptr (GPtrArray) files = g_ascii_isdigit (*pid) ? list_folder (folder) : NULL;

      for (guint n = 0; files != NULL && n < files->len; n++)
        {
          g_autofree char *path = g_build_filename (folder, files->pdata[n], NULL);
          LeatPort *port = NULL;
          struct stat status;

          if (stat (path, &status) == 0 && S_ISCHR (status.st_mode))
            port = g_hash_table_lookup (ports, get_number (major (status.st_rdev),
                                                           minor (status.st_rdev)));
          if (port != NULL)
            add_holder (port, process, pid);
        }
    }
}

/* how much of a name is needed to tell a port from others */
typedef enum {
  TELL_ADAPTER,
  TELL_INTERFACE,
  TELL_PORT,
  N_TELL,
} Tell;

/* @other: another port; would a name that tells so much of @self mean it, too? */
static gboolean
is_meant_too (const LeatPort *self, const LeatPort *other, Tell tell)
{
  return g_strcmp0 (self->vendor, other->vendor) == 0 &&
         g_strcmp0 (self->product, other->product) == 0 &&
         (self->serial == NULL || g_strcmp0 (self->serial, other->serial) == 0) &&
         (tell < TELL_INTERFACE || self->interface == other->interface) &&
         (tell < TELL_PORT || self->port == other->port);
}

static char *
format_usb (const LeatPort *self, Tell tell)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "usb://%s:%s", self->vendor, self->product);
  if (self->serial != NULL)
    {
      g_string_append_c (text, '/');
      g_string_append_uri_escaped (text, self->serial, NULL, FALSE);
    }
  if (tell >= TELL_INTERFACE && self->interface >= 0)
    g_string_append_printf (text, "?interface=%d", self->interface);
  if (tell >= TELL_PORT && self->port >= 0)
    g_string_append_printf (text, "%cport=%d", strchr (text->str, '?') != NULL ? '&' : '?',
                            self->port);
  return g_string_free (text, FALSE);
}

/* twins without a serial number have no such name */
static void
name_usb (LeatPort *self, const GPtrArray *ports)
{
  for (Tell tell = TELL_ADAPTER; tell < N_TELL && self->vendor != NULL && self->usb == NULL; tell++)
    {
      guint n_meant = 0;

      for (guint i = 0; i < ports->len; i++)
        n_meant += is_meant_too (self, ports->pdata[i], tell);
      if (n_meant == 1)
        self->usb = format_usb (self, tell);
    }
}

/**
 * leat_port_list_read:
 * @roots: where to look
 *
 * Opens no port: a real one raises DTR when it is opened.
 *
 * Returns: (transfer full) (element-type LeatPort): sorted by name
 */
GPtrArray *
leat_port_list_read (const LeatPortRoots *roots)
{
  GPtrArray *ports = g_ptr_array_new_with_free_func (port_free);
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  g_autofree char *class = g_build_filename (roots->sys, "class", "tty", NULL);
  g_autoptr (GPtrArray) names = list_folder (class);

  for (guint i = 0; i < names->len; i++)
    {
      LeatPort *port = read_port (roots, class, names->pdata[i]);

      if (port == NULL)
        continue;
      g_ptr_array_add (ports, port);
      g_hash_table_insert (numbers, read_number (class, names->pdata[i]), port);
    }

  for (guint i = 0; i < ports->len; i++)
    name_usb (ports->pdata[i], ports);
  if (ports->len > 0)
    find_holders (roots, numbers);
  return ports;
}

/**
 * leat_port_lines_read:
 * @device: a port
 *
 * Opens the port, which raises its DTR and RTS unless somebody else has it open already.
 *
 * Returns: TIOCM_* bits; -1: it has no modem lines, or cannot be opened
 */
int
leat_port_lines_read (const char *device)
{
  int fd = open (device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  int lines = -1;

  if (fd < 0)
    return -1;
  if (ioctl (fd, TIOCMGET, &lines) != 0)
    lines = -1;
  close (fd);
  return lines;
}
