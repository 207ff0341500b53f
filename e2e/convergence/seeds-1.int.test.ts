import { testSeeds } from "./seeds.fixture.ts";

testSeeds(1, 4);
