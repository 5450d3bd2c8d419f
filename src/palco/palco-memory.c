/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#include "config.h"

#include "palco-memory.h"

#include <malloc.h>

/* Less than a frame of the window takes. */
#define FRAME_BYTES (1024 * 1024)

/* Without OpenGL, GTK draws each frame into memory that it frees again. Having seen one, glibc
 * would keep its room in the heap for good, and this window is open for hours beside
 * applications that need memory. To be called before the first window. */
void
palco_memory_give_frames_back (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, FRAME_BYTES);
#endif
}
