-- +goose Up
-- By which what people look for is found: the words of what can be found, each as a
-- number that keeps its order (see words.go), so that everything that begins with some
-- letters is a range. It is written in the step that writes what is found.
CREATE TABLE search_words (
    adm  BIGINT NOT NULL,
    kind BIGINT NOT NULL, -- 1 bank line, 2 invoice, 3 supplier, 4 item, 5 order, 6 payment run
    word BIGINT NOT NULL,
    id   BIGINT NOT NULL, -- of what is found
    PRIMARY KEY (adm, kind, word, id)
);

-- +goose Down
DROP TABLE search_words;
