/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-port.h - a pseudo-terminal that is plugged in and pulled out, its name stays */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatSimulatedPort:
 * @link: (nullable): a name that stays, made and removed with the port
 * @master: the machine's end
 * @keeper: the reader's end, open as long as @master is: what nobody has read yet stays there and
 *   can be seen
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
} LeatSimulatedPort;

gboolean leat_simulated_port_init         (LeatSimulatedPort *self, const char *link,
                                           GError **error);
void     leat_simulated_port_clear        (LeatSimulatedPort *self);
gboolean leat_simulated_port_plug         (LeatSimulatedPort *self, GError **error);
void     leat_simulated_port_unplug       (LeatSimulatedPort *self);
void     leat_simulated_port_take_reader  (LeatSimulatedPort *self);
gboolean leat_simulated_port_is_drained   (const LeatSimulatedPort *self);

G_END_DECLS
