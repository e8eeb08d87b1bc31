/** A language's file of words, which the build writes: it brings them to ui/words-loaded.js and exports nothing. */
declare module "words:en";
declare module "words:zh";
