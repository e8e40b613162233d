// Read last, also by a browser that has understood nothing above: no word here is newer than 2009.
"use strict";

(function () {
  var told = document.getElementById("too-old");
  var started = document.documentElement.getAttribute("data-started");
  if (started && window.DecompressionStream) return;
  told.firstChild.data = started
    ? "The slides turn, the pictures stand still. " + told.firstChild.data
    : "The slides cannot start. " + told.firstChild.data;
  told.className = "too-old shown";
  told.onclick = function () { told.className = "too-old"; };
})();
