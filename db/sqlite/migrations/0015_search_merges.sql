-- Eight parts of a level are merged at once, not four: every word is written half as often.
INSERT INTO `search` (`search`, `rank`) VALUES ('automerge', 8);
