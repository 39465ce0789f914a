/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* own.c - the mark of the modules that are Leat's own */
#include <leat.h>

/* Built into each of them, and into no other: neither a header nor a template has it, so that a
 * module of somebody else does not carry it unawares. leatd lists those without it as third-party
 * modules. It is no proof of where a module comes from. */
G_MODULE_EXPORT extern const char leat_own_module[];
const char leat_own_module[] = "Leat";
