/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* record-types.c - preloaded into leatd: keeps the name of each type that gets an interface in
 * another thread than the main one */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef unsigned long Type;
typedef void (*InterfaceFunc) (Type type, Type interface, const void *info);

const char *g_type_name (Type type);
void g_type_add_interface_static (Type type, Type interface, const void *info);

static void
keep_name (const char *name)
{
  const int file = open (getenv ("LEAT_RECORD_TYPES"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
                         0600);

  if (file < 0 || dprintf (file, "%s\n", name) < 0)
    abort ();
  close (file);
}

void
g_type_add_interface_static (Type type, Type interface, const void *info)
{
  static InterfaceFunc next;

  if (next == NULL)
    next = (InterfaceFunc) dlsym (RTLD_NEXT, "g_type_add_interface_static");
  if (gettid () != getpid ())
    keep_name (g_type_name (type));
  next (type, interface, info);
}
