/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* serial-latency.h - whether the driver gives bytes at once, or waits for more */
#pragma once
#include "serial-operations.h"
#include "serial-rs485.h"
G_BEGIN_DECLS

char *serial_latency_apply (SerialWish wish, const SerialOperations *operations, int fd);

G_END_DECLS
