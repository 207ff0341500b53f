-- Trigrams of the folded text (src/shared/search.ts); its rowid is the alert's id, so that it
-- streams newest first. The index holds no copy of the text.
CREATE VIRTUAL TABLE `search` USING fts5(`text`, content='', contentless_delete=1, tokenize='trigram case_sensitive 1');
