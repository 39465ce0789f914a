/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-port.h - a pseudo-terminal that can be plugged in and pulled out, under a name that stays */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * SimulatedPort:
 * @link: (nullable): a name that stays, made and removed with the port
 * @master: the machine's end
 * @keeper: the reader's end, open as long as @master is: what nobody has read yet stays there and can be seen
 * @watch: an inotify descriptor: readable once somebody else opens the port
 * @name: of the reader's end
 *
 * A port; descriptors are -1 while it is pulled out.
 */
typedef struct {
  char *link;
  int   master;
  int   keeper;
  int   watch;
  char  name[64];
} SimulatedPort;

gboolean simulated_port_init         (SimulatedPort *self, const char *link, GError **error);
void     simulated_port_clear        (SimulatedPort *self);
gboolean simulated_port_plug         (SimulatedPort *self, GError **error);
void     simulated_port_unplug       (SimulatedPort *self);
void     simulated_port_take_reader  (SimulatedPort *self);
gboolean simulated_port_is_drained   (const SimulatedPort *self);

G_END_DECLS
