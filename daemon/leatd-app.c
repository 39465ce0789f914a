/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-app.c - the life of the daemon */
#include "leatd-app.h"

int
leatd_app_run (int argc, char **argv)
{
  return LEATD_EXIT_FAILED;
}
