/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-usb.c - finds the port that usb:// means, and tells when one appears, by udev */
#include "serial-usb.h"
#include <gudev/gudev.h>
#include <stdlib.h>
#include <string.h>

static const char *const subsystems[] = { "tty", NULL };

struct _SerialUsbWatch {
  SerialUsbName name;
  LeatLink *link;
  GUdevClient *client;
};

static gboolean
copy_id (char id[5], GUdevDevice *device, const char *attribute)
{
  const char *text = g_udev_device_get_sysfs_attr (device, attribute);

  return text != NULL && g_strlcpy (id, text, 5) == 4;
}

/* a number in an attribute of the nearest parent of that kind; -1: there is none */
static int
get_number (GUdevDevice *tty, const char *subsystem, const char *type, const char *attribute,
            int base)
{
  g_autoptr (GUdevDevice) parent = g_udev_device_get_parent_with_subsystem (tty, subsystem, type);
  const char *text = parent != NULL ? g_udev_device_get_sysfs_attr (parent, attribute) : NULL;

  return text != NULL ? (int) strtol (text, NULL, base) : -1;
}

/* Source: Documentation/ABI/stable/sysfs-bus-usb and testing/sysfs-bus-usb: bInterfaceNumber is
 * hexadecimal; drivers/usb/serial/bus.c: port_number */
static gboolean
read_port (SerialUsbName *self, GUdevDevice *tty)
{
  g_autoptr (GUdevDevice) usb = g_udev_device_get_parent_with_subsystem (tty, "usb", "usb_device");

  *self = (SerialUsbName) { .interface = -1, .port = -1 };
  if (usb == NULL || !copy_id (self->vendor, usb, "idVendor") ||
      !copy_id (self->product, usb, "idProduct"))
    return FALSE;
  self->serial = g_strdup (g_udev_device_get_sysfs_attr (usb, "serial"));
  self->interface = get_number (tty, "usb", "usb_interface", "bInterfaceNumber", 16);
  self->port = get_number (tty, "usb-serial", NULL, "port_number", 10);
  return TRUE;
}

static gboolean
fits (const SerialUsbName *name, GUdevDevice *tty)
{
  g_auto (SerialUsbName) port = { .interface = -1 };

  return g_udev_device_get_device_file (tty) != NULL && read_port (&port, tty) &&
         serial_usb_name_fits (name, &port);
}

/* --- finding --- */

static gint
compare_files (gconstpointer a, gconstpointer b)
{
  return strverscmp (g_udev_device_get_device_file (*(GUdevDevice *const *) a),
                     g_udev_device_get_device_file (*(GUdevDevice *const *) b));
}

static GPtrArray *
list_fitting (const SerialUsbName *name)
{
  g_autoptr (GUdevClient) client = g_udev_client_new (NULL);
  GList *all = g_udev_client_query_by_subsystem (client, "tty");
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *i = all; i != NULL; i = i->next)
    if (fits (name, i->data))
      g_ptr_array_add (found, g_object_ref (i->data));
  g_list_free_full (all, g_object_unref);
  g_ptr_array_sort (found, compare_files);
  return found;
}

static gboolean
refuse_several (const GPtrArray *found, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      g_auto (SerialUsbName) port = { .interface = -1 };
      g_autofree char *name = NULL;

      read_port (&port, found->pdata[i]);
      name = serial_usb_name_format (&port);
      g_string_append_printf (text, "%s%s (%s)", i > 0 ? ", " : "", name,
                              g_udev_device_get_device_file (found->pdata[i]));
    }
  return leat_error_fail (error, LEAT_ERROR_CONFIG,
                          "fits several ports: %s; name one of them so, or by /dev/serial/by-path "
                          "if they say the same of themselves",
                          text->str);
}

/**
 * serial_usb_find:
 * @name: what is looked for
 * @error: return location
 *
 * Looks through the serial ports that are there.
 *
 * Returns: (transfer full): the node of the only one that fits; %NULL with
 *   LEAT_ERROR_DISCONNECTED if none does, LEAT_ERROR_CONFIG if several do
 */
char *
serial_usb_find (const SerialUsbName *name, GError **error)
{
  g_autoptr (GPtrArray) found = list_fitting (name);

  if (found->len == 1)
    return g_strdup (g_udev_device_get_device_file (found->pdata[0]));
  if (found->len > 1)
    refuse_several (found, error);
  else
    leat_error_fail (error, LEAT_ERROR_DISCONNECTED,
                     "no such adapter; plug it in, or see in `leat ports` how it is called");
  return NULL;
}

/* --- watching --- */

static void
on_uevent (GUdevClient *client, const char *action, GUdevDevice *tty, gpointer user_data)
{
  SerialUsbWatch *self = user_data;

  if (!g_str_equal (action, "remove") && fits (&self->name, tty))
    leat_link_found (self->link);
}

/**
 * serial_usb_watch_new:
 * @name: what is looked for
 * @link: a link that is not open, whose host is told; outlives the watch
 *
 * Make it before serial_usb_find(): what is there already is not told. udev tells of a port when
 * its node has its owner and its links.
 *
 * Returns: (transfer full): a watch
 */
SerialUsbWatch *
serial_usb_watch_new (const SerialUsbName *name, LeatLink *link)
{
  SerialUsbWatch *self = g_new0 (SerialUsbWatch, 1);

  self->name = *name;
  self->name.serial = g_strdup (name->serial);
  self->link = link;
  self->client = g_udev_client_new (subsystems);
  g_signal_connect (self->client, "uevent", G_CALLBACK (on_uevent), self);
  return self;
}

void
serial_usb_watch_free (SerialUsbWatch *self)
{
  if (self == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->client, self);
  g_object_unref (self->client);
  serial_usb_name_clear (&self->name);
  g_free (self);
}
