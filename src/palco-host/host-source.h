/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the Palco contributors */

#pragma once

/* Seam of the picture path, first of three; nothing implements it yet.
 *
 * A source makes the frames of one session. Two are planned: “builtin”, a scene rendered
 * through EGL on the render node without any X server, and “x11”, any application on a
 * private display, captured and driven through XTEST. A source will be told the picture's
 * size, the refresh rate and the viewer's input, and will hand frames to the encoder as
 * buffers that stay on the GPU where it can. It starts when the first viewer joins and
 * forgets its state when that viewer leaves (rule 41), and it runs its children in a group
 * of their own that dies with the host. */
