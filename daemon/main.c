/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* main.c - leatd */
#include "leatd-app.h"

int
main (int argc, char **argv)
{
  return leatd_app_run (argc, argv);
}
