import { testSeeds } from "./seeds.fixture.ts";

testSeeds(4, 4);
